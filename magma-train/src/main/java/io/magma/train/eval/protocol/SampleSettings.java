package io.magma.train.eval.protocol;

import io.magma.config.Checks;
import io.magma.config.Key;

/**
 * Which items are asked.
 *
 * @param count most items; 0 means all
 * @param order in which they are taken
 */
public record SampleSettings(
        @Key(value = "Most items; 0 means all", range = "at least 0", fallback = "0")
        int count,

        @Key(value = "Order in which they are taken", fallback = "file")
        SampleOrder order) {
    public SampleSettings {
        new Checks().atLeast(0, "count", count).done();
    }
}
