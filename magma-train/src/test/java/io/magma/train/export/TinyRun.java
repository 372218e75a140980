package io.magma.train.export;

import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.testing.TinyRunFiles;
import io.magma.train.loop.ResumeMode;
import io.magma.train.loop.StopRequest;
import io.magma.train.metrics.TextProgress;
import io.magma.train.run.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A few steps of a tiny model on four pictures. */
final class TinyRun {
    private TinyRun() {}

    /** Trains in {@code dir} and gives the run's folder. */
    static Path train(Path dir, String... overrides) throws IOException {
        RunConfig config = ConfigLoader.load(TinyRunFiles.write(dir), List.of(overrides));
        new TrainingRun(config, ResumeMode.NEVER, new TextProgress(line -> {}, false, 100)).run(StopRequest.manual());
        return config.checkpoint().dir();
    }
}
