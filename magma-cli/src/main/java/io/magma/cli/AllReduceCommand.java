package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.config.ConfigException;
import io.magma.torch.Devices;
import io.magma.train.distributed.AllReduceTiming;
import io.magma.train.distributed.Collective;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma allreduce}. */
@Command(
        name = "allreduce",
        description = {
            "Measures how long processes take to add up gradients, and checks the sums; tells whether they find each other.",
            "Run it the way the training will run, before a long one."
        },
        footer = {
            "  magma allreduce --megabytes 1000",
            "  magma launch --nproc 2 allreduce",
            "  magma launch --nproc 2 allreduce --megabytes 1,10,100 --json"
        })
final class AllReduceCommand implements Callable<Integer> {
    private static final long MEGABYTE = 1_000_000;
    private static final double TIMEOUT_SECONDS = 60;
    private static final int MAX_REPEATS = 30;

    @Option(
            names = "--megabytes",
            split = ",",
            defaultValue = "1,10,100",
            paramLabel = "N",
            description = "Sizes of a process's gradients in 10^6 bytes (default: ${DEFAULT-VALUE}).")
    private List<Integer> megabytes = new ArrayList<>();

    @Option(
            names = "--repeats",
            defaultValue = "10",
            paramLabel = "N",
            description = "Measurements of each size, of which the median counts (default: ${DEFAULT-VALUE}).")
    private int repeats;

    @Mixin
    private DistributedOption distributed;

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        if (repeats < 1 || repeats > MAX_REPEATS) {
            throw new ConfigException("--repeats must be 1 to " + MAX_REPEATS + ", was " + repeats);
        }
        for (int size : megabytes) {
            if (size < 1) {
                throw new ConfigException("--megabytes must be at least 1, was " + size);
            }
        }
        Collective processes = distributed.join(TIMEOUT_SECONDS);
        List<AllReduceTiming> timings = new ArrayList<>();
        for (int size : megabytes) {
            timings.add(AllReduceTiming.measure(processes, Devices.preferred(), size * MEGABYTE, repeats));
        }
        processes.close();
        if (processes.rank() == 0) {
            show(timings, processes.size());
        }
        return ExitCode.OK;
    }

    private void show(List<AllReduceTiming> timings, int processes) throws JsonProcessingException {
        if (json.isOn()) {
            json.print(spec, Map.of("processes", processes, "all_reduce", timings));
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(processes + (processes == 1 ? " process" : " processes"));
        for (AllReduceTiming timing : timings) {
            out.printf(
                    Locale.ROOT,
                    "%8d MB %10.2f ms (fastest %.2f) %8.2f GB/s%n",
                    timing.bytes() / MEGABYTE,
                    timing.medianSeconds() * 1e3,
                    timing.minSeconds() * 1e3,
                    timing.bytesPerSecond() / 1e9);
        }
    }
}
