package io.magma.train.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.Loss;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Squared error of a {@link TinyModel}; two targets a sample, or the first of them alone for odd samples. */
final class TinyObjective implements Objective<List<Long>> {
    private final TinyModel model;
    private final Map<Long, Runnable> actions = new HashMap<>();
    /** Sample whose features are not a number. */
    long poisoned = -1;
    /** Sample from which on batches have no target. */
    long emptyFrom = Long.MAX_VALUE;

    /** Whether odd samples have one target only; batches have one sample then. */
    boolean uneven;

    TinyObjective(TinyModel model) {
        this.model = model;
    }

    @Override
    public long targets(List<Long> batch) {
        if (uneven) {
            return batch.get(0) % 2 == 1 ? 1 : 2;
        }
        return batch.get(0) >= emptyFrom ? 0 : 2L * batch.size();
    }

    @Override
    public List<String> sampleIds(List<Long> batch) {
        return batch.stream().map(n -> "s" + n).toList();
    }

    /** Does something whenever the loss of a batch that begins with a sample is computed. */
    void onSample(long sample, Runnable action) {
        actions.put(sample, action);
    }

    @Override
    public LossSum loss(List<Long> batch, NDManager manager) {
        actions.getOrDefault(batch.get(0), () -> {}).run();
        float[] x = new float[batch.size() * 3];
        float[] y = new float[batch.size() * 2];
        for (int i = 0; i < batch.size(); i++) {
            double n = batch.get(i);
            for (int j = 0; j < 3; j++) {
                x[3 * i + j] = n == poisoned ? Float.NaN : (float) Math.sin(1 + 3 * n + j);
            }
            y[2 * i] = (float) Math.cos(n);
            y[2 * i + 1] = (float) Math.cos(2 * n);
        }
        NDArray predicted = model.forward(manager.create(x, new Shape(batch.size(), 3)));
        NDArray errors =
                predicted.sub(manager.create(y, new Shape(batch.size(), 2))).square();
        NDArray sum = uneven && batch.get(0) % 2 == 1 ? errors.get(":, 0").sum() : errors.sum();
        long targets = targets(batch);
        return new LossSum(
                Loss.ofGraph(sum), targets, Map.of("batch_size", manager.create((float) batch.size() * targets)));
    }
}
