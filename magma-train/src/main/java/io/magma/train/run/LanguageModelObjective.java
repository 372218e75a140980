package io.magma.train.run;

import ai.djl.ndarray.NDManager;
import io.magma.multimodal.BatchLayout;
import io.magma.multimodal.MultimodalModel;
import io.magma.torch.Loss;
import io.magma.train.data.HostBatch;
import io.magma.train.loop.LossSum;
import io.magma.train.loop.Objective;
import java.util.ArrayList;
import java.util.List;

/** Next-token loss of texts behind their pictures: MAGMA's objective, and a language model's own when there are no pictures. */
public final class LanguageModelObjective implements Objective<HostBatch> {
    private final BatchInput input;
    private final boolean recompute;

    /** The loss of {@code model}. */
    public LanguageModelObjective(MultimodalModel model) {
        this(BatchInput.of(model), false);
    }

    /**
     * The loss of the input's model.
     *
     * @param recompute whether activations are computed again on the way back; changes time and memory, not the gradients
     */
    LanguageModelObjective(BatchInput input, boolean recompute) {
        this.input = input;
        this.recompute = recompute;
    }

    @Override
    public long targets(HostBatch batch) {
        return layout(batch).labels().length;
    }

    @Override
    public List<String> sampleIds(HostBatch batch) {
        if (!batch.samples().isEmpty()) {
            return batch.ids();
        }
        List<String> blocks = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            blocks.add("text block " + row + " before position " + batch.nextPosition());
        }
        return blocks;
    }

    @Override
    public LossSum loss(HostBatch batch, NDManager manager) {
        BatchLayout layout = layout(batch);
        Loss loss = input.model().loss(layout, () -> input.prefixes(batch, manager), recompute, manager);
        return new LossSum(loss, layout.labels().length);
    }

    BatchLayout layout(HostBatch batch) {
        return input.layout(batch);
    }
}
