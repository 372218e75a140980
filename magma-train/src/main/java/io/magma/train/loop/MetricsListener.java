package io.magma.train.loop;

import io.magma.train.metrics.MetricSink;
import io.magma.train.metrics.ResidentMemory;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes steps and evaluations into a sink: beside the fields of {@link StepResult} the part of the step in which this process
 * waited for data, the seconds of its phases, the gradient norms of the model's parts and, on Linux, this process's memory.
 */
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
        record.put("data_wait_fraction", r.dataWaitFraction());
        record.put("phase_seconds", r.phaseSeconds());
        record.put("grad_norms", r.gradNorms().parts());
        if (r.unlabelled() > 0) {
            record.put("unlabelled_batches", r.unlabelled());
        }
        ResidentMemory.now().ifPresent(memory -> {
            record.put("resident_bytes", memory.bytes());
            record.put("peak_resident_bytes", memory.peakBytes());
        });
        record.putAll(r.extras());
        sink.write(r.step(), record);
    }

    @Override
    public void evaluated(int step, Map<String, Object> metrics) {
        sink.write(step, metrics);
    }
}
