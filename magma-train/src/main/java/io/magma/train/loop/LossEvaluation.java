package io.magma.train.loop;

import ai.djl.ndarray.NDManager;
import io.magma.config.LossReduction;
import io.magma.torch.Autograd;
import io.magma.train.distributed.Collective;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

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
    public Map<String, Object> evaluate(int step) {
        WeightedMeans means = new WeightedMeans(LossReduction.STEP);
        Iterator<B> batches = data.iterator();
        for (int i = 0; batches.hasNext() && (maxBatches == 0 || i < maxBatches); i++) {
            add(batches.next(), means);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        means.over(collective).forEach((name, mean) -> result.put("eval_" + name, mean));
        return result;
    }

    private void add(B batch, WeightedMeans means) {
        try (NDManager manager = model.manager().newSubManager()) {
            LossSum loss = Autograd.frozen(() -> objective.loss(batch, manager));
            means.add(loss.sum().value().getFloat(), loss);
        }
    }
}
