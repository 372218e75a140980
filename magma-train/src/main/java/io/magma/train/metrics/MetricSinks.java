package io.magma.train.metrics;

import java.util.List;
import java.util.Map;

/**
 * Several sinks as one.
 *
 * @param sinks each gets every record; closed in their order
 */
public record MetricSinks(List<MetricSink> sinks) implements MetricSink {
    public MetricSinks {
        sinks = List.copyOf(sinks);
    }

    @Override
    public void write(int step, Map<String, ?> values) {
        sinks.forEach(sink -> sink.write(step, values));
    }

    @Override
    public void flush() {
        sinks.forEach(MetricSink::flush);
    }

    @Override
    public void close() {
        RuntimeException failure = null;
        for (MetricSink sink : sinks) {
            try {
                sink.close();
            } catch (MetricsException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
