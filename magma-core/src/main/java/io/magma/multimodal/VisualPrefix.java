package io.magma.multimodal;

import ai.djl.ndarray.NDArray;
import io.magma.connector.ImagePrefix;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import io.magma.vision.BatchStatistics;
import io.magma.vision.ImageEncoder;

/** Image encoder and projection: pictures in, embeddings of the language model out. */
final class VisualPrefix {
    private final ImageEncoder encoder;
    private final ImagePrefix prefix;
    private final boolean encoderTrained;
    private final Dtype encoderDtype;
    private final BatchStatistics statistics;
    private final boolean batchStatistics;
    private final int tokens;

    /**
     * Joins the two.
     *
     * @param encoderTrained whether gradients reach the encoder
     * @param encoderDtype type the encoder computes in
     * @param statistics switch of the encoder's batch norms
     * @param batchStatistics whether they use the batch's statistics in training
     * @param tokens S, embeddings of one picture
     */
    VisualPrefix(
            ImageEncoder encoder,
            ImagePrefix prefix,
            boolean encoderTrained,
            Dtype encoderDtype,
            BatchStatistics statistics,
            boolean batchStatistics,
            int tokens) {
        this.encoder = encoder;
        this.prefix = prefix;
        this.encoderTrained = encoderTrained;
        this.encoderDtype = encoderDtype;
        this.statistics = statistics;
        this.batchStatistics = batchStatistics;
        this.tokens = tokens;
    }

    ImageEncoder encoder() {
        return encoder;
    }

    int tokens() {
        return tokens;
    }

    void training(boolean on) {
        prefix.training(on);
        statistics.use(on && encoderTrained && batchStatistics);
    }

    /** Encoder features of (B, 3, R, R), without gradients where the encoder is frozen. */
    NDArray features(NDArray pixels) {
        return encoderTrained ? encode(pixels) : Autograd.frozen(() -> encode(pixels));
    }

    /** Embeddings of (B, 3, R, R): (B, S, D) in float32. */
    NDArray forward(NDArray pixels) {
        NDArray features = features(pixels);
        NDArray embeddings = prefix.forward(features);
        features.close();
        return embeddings;
    }

    private NDArray encode(NDArray pixels) {
        return encoder.forward(TorchOps.cast(pixels, encoderDtype));
    }
}
