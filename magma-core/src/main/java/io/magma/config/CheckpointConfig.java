package io.magma.config;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where, how and how many checkpoints are kept.
 *
 * @param dir folder of the run: configuration, metrics, checkpoints
 * @param keep newest checkpoints that are kept; 0 means all; at least 0
 * @param keepEvery checkpoints of steps that are multiples of this are kept for ever; 0 means none; at least 0
 * @param keepBest best checkpoints that are kept beside the newest; 0 means none; at least 0
 * @param best which checkpoints are the best ones
 * @param async whether checkpoints are written while training goes on
 * @param maxFailures checkpoints in a row that may fail to be written; one more ends the run; at least 0
 */
public record CheckpointConfig(
        @Key(value = "Folder of the run: configuration, metrics, checkpoints", required = true)
        Path dir,

        @Key(value = "Newest checkpoints that are kept; 0 means all", range = "at least 0", fallback = "3")
        int keep,

        @Key(
                value = "Checkpoints of steps that are multiples of this are kept for ever; 0 means none",
                range = "at least 0",
                fallback = "0")
        int keepEvery,

        @Key(
                value =
                        "Best checkpoints that are kept beside the newest; `best` names the first of them; 0 means none",
                range = "at least 0",
                fallback = "0")
        int keepBest,

        @Key("Which checkpoints are the best ones, among those that were evaluated at their step")
        BestConfig best,

        @Key(
                value =
                        "Whether checkpoints are written while training goes on, from a copy in memory: 12 bytes a trained"
                                + " parameter, for the time of the writing",
                fallback = "true")
        boolean async,

        @Key(
                value =
                        "Checkpoints in a row that may fail to be written; one more ends the run, and so does a failure of"
                                + " its last one",
                range = "at least 0",
                fallback = "3")
        int maxFailures) {
    public CheckpointConfig {
        new Checks()
                .atLeast(0, "keep", keep)
                .atLeast(0, "keep_every", keepEvery)
                .atLeast(0, "keep_best", keepBest)
                .atLeast(0, "max_failures", maxFailures)
                .done();
    }

    /** The defaults, in a folder. */
    public static CheckpointConfig in(Path dir) {
        return Defaults.of(CheckpointConfig.class, Map.of("dir", dir));
    }
}
