package io.magma.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.RunConfig;
import io.magma.train.data.AnnotatedImages;
import io.magma.train.inspect.BrokenSample;
import io.magma.train.inspect.PictureScan;
import io.magma.train.metrics.CountProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code magma data verify}: whether every sample can be used. */
@Command(
        name = "verify",
        description = {
            "Reads every annotation and decodes every picture, and lists the samples that are broken, a line each.",
            "Exit code 1 if there is one."
        },
        footer = {"  magma data verify data/coco", "  magma data verify -c run.yml --json"})
final class DataVerifyCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private DataSelection data;

    @Mixin
    private WorkersOption workers;

    @Option(names = "--json", description = "Print one JSON object on one line, data sets by their paths.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** What was found in a data set. */
    private record Finding(int pictures, List<BrokenSample> broken) {}

    @Override
    public Integer call() throws IOException {
        Optional<RunConfig> run = data.run();
        CountProgress progress = Terminal.countProgress(spec);
        Map<String, Finding> all = new LinkedHashMap<>();
        for (Map.Entry<String, AnnotatedImages> set : data.open(run).entrySet()) {
            PictureScan scan = new PictureScan(set.getValue(), set.getKey(), workers.count(), progress::show);
            all.put(set.getKey(), new Finding(set.getValue().size(), BrokenSample.in(scan)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.writeValueAsString(all));
        } else {
            all.forEach((name, finding) -> {
                finding.broken().forEach(sample -> out.println(sample.problem()));
                out.println(name + ": " + finding.pictures() + " pictures, "
                        + finding.broken().size() + " broken");
            });
        }
        boolean sound =
                all.values().stream().allMatch(finding -> finding.broken().isEmpty());
        return sound ? ExitCode.OK : ExitCode.SOFTWARE;
    }
}
