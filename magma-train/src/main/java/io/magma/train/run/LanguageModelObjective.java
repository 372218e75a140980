package io.magma.train.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.multimodal.BatchLayout;
import io.magma.multimodal.MultimodalModel;
import io.magma.multimodal.TokenSequence;
import io.magma.torch.Loss;
import io.magma.train.data.HostBatch;
import io.magma.train.data.Sample;
import io.magma.train.features.BatchFeatures;
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
    private final Optional<BatchFeatures> features;

    /** The loss of {@code model}. */
    public LanguageModelObjective(MultimodalModel model) {
        this(model, 0, false, false, Optional.empty());
    }

    /**
     * The loss of {@code model}.
     *
     * @param padTo positions that rows are padded to; changes time and memory, not the loss
     * @param blind whether all pixels are zeros instead
     * @param recompute whether activations are computed again on the way back; changes time and memory, not the gradients
     * @param features makes or fetches the features of pictures, where they are kept
     */
    LanguageModelObjective(
            MultimodalModel model, int padTo, boolean blind, boolean recompute, Optional<BatchFeatures> features) {
        this.model = model;
        this.padTo = padTo;
        this.blind = blind;
        this.recompute = recompute;
        this.features = features;
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
        Loss loss = model.loss(layout, () -> prefixes(batch, manager), recompute, manager);
        return new LossSum(loss, layout.labels().length);
    }

    private NDArray prefixes(HostBatch batch, NDManager manager) {
        float[] pixels = batch.pixels().orElseThrow();
        if (features.isPresent()) {
            NDArray kept = features.get().of(batch.pictures().orElseThrow(), pixels, manager);
            return model.projectFeatures(kept);
        }
        return model.embedImages(model.pixels(blind ? new float[pixels.length] : pixels, manager));
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
