package io.magma.train.loop;

import io.magma.train.metrics.MetricSink;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes steps and evaluations into a sink. */
public final class MetricsListener implements TrainListener {
    private final MetricSink sink;

    /** Writes into {@code sink}, which the caller closes. */
    public MetricsListener(MetricSink sink) {
        this.sink = sink;
    }

    @Override
    public void stepped(StepResult r) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("loss", r.loss());
        record.put("lr", r.lr());
        record.put("grad_norm", r.gradNorm());
        record.put("tokens", r.tokens());
        record.put("samples", r.samples());
        record.put("seconds", r.seconds());
        record.put("samples_per_second", r.samplesPerSecond());
        record.put("tokens_per_second", r.tokensPerSecond());
        record.putAll(r.extras());
        sink.write(r.step(), record);
    }

    @Override
    public void saving(int step, Map<String, Long> dataCursor) {
        sink.flush();
    }

    @Override
    public void evaluated(int step, Map<String, Object> metrics) {
        sink.write(step, metrics);
    }
}
