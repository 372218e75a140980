package io.magma.train.run;

import ai.djl.Device;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.train.distributed.Collective;
import io.magma.train.distributed.Collectives;
import io.magma.train.distributed.ProcessEnvironment;
import io.magma.train.loop.ResumeMode;
import io.magma.train.loop.StopRequest;
import io.magma.train.metrics.TextProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** One process of a run in a {@link TinyWorld}, which may come to grief: folder, signal, step, overrides. */
public final class RankMain {
    private RankMain() {}

    public static void main(String[] arguments) {
        Path dir = Path.of(arguments[0]);
        List<String> overrides = Arrays.asList(arguments).subList(3, arguments.length);
        RunConfig config = ConfigLoader.parse("run.yml", TinyWorld.CONFIG, dir, overrides);
        ProcessEnvironment environment = ProcessEnvironment.of(System.getenv());
        if (environment.rank() == 1 && !arguments[1].equals("none")) {
            Path metrics = config.checkpoint().dir().resolve("metrics.jsonl");
            Thread fate = new Thread(() -> meet(arguments[1], Integer.parseInt(arguments[2]), metrics));
            fate.setDaemon(true);
            fate.start();
        }
        try (StopRequest stop = StopRequest.onShutdown()) {
            Duration timeout =
                    Duration.ofMillis((long) (1000 * config.training().distributedTimeoutSeconds()));
            Collective all = Collectives.join(environment, System.getenv(), Device.cpu(), timeout);
            new TrainingRun(config, ResumeMode.AUTO, new TextProgress(System.err::print, false, 1), all).run(stop);
            all.close();
        } catch (RuntimeException e) {
            System.err.println("magma: " + e.getMessage());
            System.exit(1);
        }
    }

    /** Sends this process a signal when rank 0 has written so many steps. */
    private static void meet(String signal, int steps, Path metrics) {
        try {
            while (!Files.exists(metrics) || Files.readAllLines(metrics).size() < steps) {
                Thread.sleep(1);
            }
            new ProcessBuilder(
                            "kill",
                            "-" + signal,
                            String.valueOf(ProcessHandle.current().pid()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
