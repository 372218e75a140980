package io.magma.train.run;

import ai.djl.ndarray.NDManager;
import io.magma.contrastive.ContrastiveModel;
import io.magma.train.data.DataException;
import io.magma.train.data.HostBatch;
import io.magma.train.loop.LossSum;
import io.magma.train.loop.Objective;
import java.util.Arrays;
import java.util.List;

/** CLIP's loss among the pairs of a micro-batch; pairs of other micro-batches and processes are not contrasted with. */
public final class ContrastiveObjective implements Objective<HostBatch> {
    private final ContrastiveModel model;

    /** The loss of {@code model}. */
    public ContrastiveObjective(ContrastiveModel model) {
        this.model = model;
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
        float[] pixels = batch.pixels()
                .orElseThrow(
                        () -> new DataException("the contrastive objective needs pictures, but the data has none"));
        return new LossSum(model.lossSum(pixels, Arrays.asList(batch.tokens()), manager), batch.size());
    }
}
