package io.magma.train.run;

import ai.djl.ndarray.NDManager;
import io.magma.multimodal.BatchLayout;
import io.magma.multimodal.ClassLoss;
import io.magma.train.data.DataException;
import io.magma.train.data.HostBatch;
import io.magma.train.loop.LossSum;
import io.magma.train.loop.Objective;
import java.util.List;
import java.util.Map;

/**
 * Cross-entropy of the samples' classes, told by the class head from the hidden state of the last position of picture and
 * prompt; with the share of samples whose class is told right, {@code accuracy}.
 */
final class ClassificationObjective implements Objective<HostBatch> {
    private final BatchInput input;
    private final boolean recompute;

    /**
     * The loss of the input's model.
     *
     * @param recompute whether activations are computed again on the way back; changes time and memory, not the gradients
     */
    ClassificationObjective(BatchInput input, boolean recompute) {
        this.input = input;
        this.recompute = recompute;
    }

    @Override
    public long targets(HostBatch batch) {
        return batch.size();
    }

    @Override
    public List<String> sampleIds(HostBatch batch) {
        return batch.ids();
    }

    @Override
    public LossSum loss(HostBatch batch, NDManager manager) {
        BatchLayout layout = input.layout(batch);
        int samples = batch.size();
        if (layout.labels().length != samples) {
            throw new DataException((samples - layout.labels().length) + " of the samples " + sampleIds(batch)
                    + ": neither a picture nor a prompt to classify");
        }
        ClassLoss loss = input.model().classLoss(layout, () -> input.prefixes(batch, manager), recompute, manager);
        return new LossSum(loss.sum(), samples, Map.of("accuracy", loss.correct()));
    }
}
