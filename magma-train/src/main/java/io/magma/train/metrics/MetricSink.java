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

    /**
     * Makes sure that all records are where others can read them.
     *
     * @throws MetricsException if they are not, because of an earlier failure; they are kept and written later
     */
    void flush();

    @Override
    void close();
}
