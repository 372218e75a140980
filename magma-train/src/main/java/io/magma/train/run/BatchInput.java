package io.magma.train.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.multimodal.BatchLayout;
import io.magma.multimodal.MultimodalModel;
import io.magma.multimodal.TokenSequence;
import io.magma.train.data.HostBatch;
import io.magma.train.features.BatchFeatures;
import java.util.List;
import java.util.Optional;

/**
 * How batches enter a multimodal model: pictures first, then the rows' tokens.
 *
 * @param model reads them
 * @param padTo positions that rows are padded to; changes time and memory, not the loss
 * @param blind whether all pixels are zeros instead
 * @param features makes or fetches the features of pictures, where they are kept
 */
record BatchInput(MultimodalModel model, int padTo, boolean blind, Optional<BatchFeatures> features) {
    /** Batches as they are. */
    static BatchInput of(MultimodalModel model) {
        return new BatchInput(model, 0, false, Optional.empty());
    }

    /** Where everything stands, and what is predicted from where. */
    BatchLayout layout(HostBatch batch) {
        List<TokenSequence> rows = BatchSequences.of(batch, batch.pixels().isPresent());
        return BatchLayout.forTargets(rows, model.tokensPerImage(), padTo, model.shapes());
    }

    /** The prefixes of a batch's pictures in order, (images, S, D). */
    NDArray prefixes(HostBatch batch, NDManager manager) {
        float[] pixels = batch.pixels().orElseThrow();
        if (features.isPresent()) {
            NDArray kept = features.get().of(batch.pictures().orElseThrow(), pixels, manager);
            return model.projectFeatures(kept);
        }
        return model.embedImages(model.pixels(blind ? new float[pixels.length] : pixels, manager));
    }
}
