package io.magma.train.run;

import io.magma.config.SourceConfig;
import io.magma.train.data.DataCursor;
import io.magma.train.data.Traffic;
import io.magma.train.loop.TrainListener;
import io.magma.train.metrics.MetricSink;
import io.magma.train.metrics.ProgressReporter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells with every checkpoint what streaming has done: {@code data_rows}, rows of each source since the run began; {@code
 * data_mixture}, the same as fractions; {@code data_skipped}, unreadable samples since the run began; {@code data_retries} and
 * {@code data_bytes}, requests made again and bytes read since this process began. Silent where nothing is streamed.
 */
final class StreamingListener implements TrainListener {
    private static final double MIB = 1 << 20;

    private final List<SourceConfig> sources;
    private final Traffic traffic;
    private final MetricSink metrics;
    private final ProgressReporter progress;

    StreamingListener(List<SourceConfig> sources, Traffic traffic, MetricSink metrics, ProgressReporter progress) {
        this.sources = List.copyOf(sources);
        this.traffic = traffic;
        this.metrics = metrics;
        this.progress = progress;
    }

    @Override
    public void saving(int step, Map<String, Long> dataCursor) {
        DataCursor cursor = DataCursor.of(dataCursor);
        List<Long> rows = cursor.rowsOfSources();
        if (rows.isEmpty()) {
            return;
        }
        double all = Math.max(1, rows.stream().mapToLong(Long::longValue).sum());
        List<Double> mixture = rows.stream().map(count -> count / all).toList();
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("data_rows", rows);
        record.put("data_mixture", mixture);
        record.put("data_skipped", cursor.skipped());
        record.put("data_retries", traffic.retries());
        record.put("data_bytes", traffic.bytes());
        metrics.write(step, record);
        progress.note("step " + step + ": " + shares(rows, mixture) + "; " + cursor.skipped() + " samples skipped, "
                + traffic.retries() + " retries, "
                + String.format(Locale.ROOT, "%.1f MiB streamed", traffic.bytes() / MIB));
    }

    private String shares(List<Long> rows, List<Double> mixture) {
        double weights = sources.stream().mapToDouble(SourceConfig::weight).sum();
        List<String> shares = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            SourceConfig source = sources.get(i);
            shares.add(String.format(
                    Locale.ROOT,
                    "%d rows of %s (%.2f %%, weight %.2f %%)",
                    rows.get(i),
                    source.path().label(),
                    100 * mixture.get(i),
                    100 * source.weight() / weights));
        }
        return String.join(", ", shares);
    }
}
