package io.magma.train.loop;

import ai.djl.ndarray.NDManager;
import io.magma.config.LossReduction;
import io.magma.torch.Autograd;
import io.magma.train.distributed.Collective;
import java.nio.FloatBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Mean loss over evaluation data, all targets weighing the same: {@code eval_loss}.
 *
 * @param <B> a batch, on the host
 */
public final class LossEvaluation<B> implements Evaluation {
    private final TrainableModel model;
    private final Objective<B> objective;
    private final Iterable<B> data;
    private final int maxBatches;
    private final Collective collective;

    /**
     * Evaluates over {@code data}, from its start each time.
     *
     * @param data this process's part
     * @param maxBatches batches to use; 0 means all
     */
    public LossEvaluation(
            TrainableModel model, Objective<B> objective, Iterable<B> data, int maxBatches, Collective collective) {
        this.model = model;
        this.objective = objective;
        this.data = data;
        this.maxBatches = maxBatches;
        this.collective = collective;
    }

    @Override
    public Map<String, Object> evaluate(int step, BooleanSupplier stop) {
        WeightedMeans means = new WeightedMeans(LossReduction.STEP);
        try (DeviceLosses losses = new DeviceLosses(model.manager())) {
            Iterator<B> batches = data.iterator();
            for (int i = 0; (maxBatches == 0 || i < maxBatches) && !stop.getAsBoolean() && batches.hasNext(); i++) {
                add(batches.next(), losses);
            }
            FloatBuffer read = HostRead.TOGETHER.read(losses.numbers(), losses.manager());
            losses.batches().forEach(batch -> means.add(batch, read));
        }
        Map<String, Object> result = new LinkedHashMap<>();
        means.over(collective).forEach((name, mean) -> result.put("eval_" + name, mean));
        return result;
    }

    private void add(B batch, DeviceLosses losses) {
        try (NDManager manager = model.manager().newSubManager()) {
            losses.add(Autograd.frozen(() -> objective.loss(batch, manager)), "");
        }
    }
}
