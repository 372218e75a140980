package io.magma.train.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.multimodal.BatchLayout;
import io.magma.multimodal.MultimodalModel;
import io.magma.multimodal.TokenSequence;
import io.magma.train.data.HostBatch;
import io.magma.train.data.Sample;
import io.magma.train.loop.LossSum;
import io.magma.train.loop.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Next-token loss of texts behind their pictures: MAGMA's objective, and a language model's own when there are no pictures. */
public final class LanguageModelObjective implements Objective<HostBatch> {
    private final MultimodalModel model;
    private final int padTo;
    private final boolean blind;
    private final boolean recompute;

    /** The loss of {@code model}. */
    public LanguageModelObjective(MultimodalModel model) {
        this(model, 0, false, false);
    }

    /**
     * The loss of {@code model}.
     *
     * @param padTo positions that rows are padded to; changes time and memory, not the loss
     * @param blind whether all pixels are zeros instead
     * @param recompute whether activations are computed again on the way back; changes time and memory, not the gradients
     */
    LanguageModelObjective(MultimodalModel model, int padTo, boolean blind, boolean recompute) {
        this.model = model;
        this.padTo = padTo;
        this.blind = blind;
        this.recompute = recompute;
    }

    @Override
    public long targets(HostBatch batch) {
        return layout(batch).labels().length;
    }

    @Override
    public List<String> sampleIds(HostBatch batch) {
        if (!batch.samples().isEmpty()) {
            return batch.samples().stream().map(Sample::id).toList();
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
        Optional<NDArray> pixels = layout.images() == 0
                ? Optional.empty()
                : batch.pixels().map(p -> model.pixels(blind ? new float[p.length] : p, manager));
        return new LossSum(model.loss(layout, pixels, recompute, manager), layout.labels().length);
    }

    BatchLayout layout(HostBatch batch) {
        List<TokenSequence> rows = new ArrayList<>(batch.size());
        for (int row = 0; row < batch.size(); row++) {
            boolean image = batch.pixels().isPresent()
                    && batch.samples().get(row).image().isPresent();
            int[] tokens = batch.tokens()[row];
            int start = batch.lossStart()[row];
            rows.add(image ? TokenSequence.afterImage(tokens, start) : new TokenSequence(tokens, start));
        }
        return BatchLayout.forTargets(rows, model.tokensPerImage(), padTo);
    }
}
