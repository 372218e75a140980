package io.magma.train.metrics;

import java.util.Map;

/** Takes records of what a run measured. */
public interface MetricSink extends AutoCloseable {
    /**
     * Keeps a record.
     *
     * @param step optimizer steps done, from 1
     * @param values numbers, texts, or lists or maps of them, by name, in the order they are to be shown
     */
    void write(int step, Map<String, ?> values);

    @Override
    void close();
}
