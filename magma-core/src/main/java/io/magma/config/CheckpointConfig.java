package io.magma.config;

import java.nio.file.Path;

/**
 * Where and how many checkpoints are kept.
 *
 * @param dir folder of the run: configuration, metrics, checkpoints
 * @param keep newest checkpoints that are kept; 0 means all; at least 0
 */
public record CheckpointConfig(
        @Key(value = "Folder of the run: configuration, metrics, checkpoints", required = true)
        Path dir,

        @Key(value = "Newest checkpoints that are kept; 0 means all", range = "at least 0", fallback = "3")
        int keep) {
    public CheckpointConfig {
        new Checks().atLeast(0, "keep", keep).done();
    }
}
