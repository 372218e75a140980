package io.magma.multimodal;

import ai.djl.ndarray.NDArray;
import io.magma.connector.ImagePrefix;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import io.magma.vision.ImageEncoder;
import io.magma.vision.LoadedEncoder;

/** Image encoder and projection: pictures in, embeddings of the language model out. */
final class VisualPrefix {
    private final LoadedEncoder encoder;
    private final Dtype dtype;
    private final ImagePrefix prefix;
    private final int tokens;

    /**
     * Joins the two.
     *
     * @param dtype type the encoder computes in
     * @param tokens S, embeddings of one picture
     */
    VisualPrefix(LoadedEncoder encoder, Dtype dtype, ImagePrefix prefix, int tokens) {
        this.encoder = encoder;
        this.dtype = dtype;
        this.prefix = prefix;
        this.tokens = tokens;
    }

    ImageEncoder encoder() {
        return encoder.encoder();
    }

    int tokens() {
        return tokens;
    }

    void training(boolean on) {
        prefix.training(on);
        encoder.training(on);
    }

    /** Encoder features of (B, 3, R, R), without gradients where the encoder is frozen. */
    NDArray features(NDArray pixels) {
        return encoder.trained() ? encode(pixels) : Autograd.frozen(() -> encode(pixels));
    }

    /** Embeddings of (B, 3, R, R): (B, S, D) in float32. */
    NDArray forward(NDArray pixels) {
        NDArray features = features(pixels);
        NDArray embeddings = prefix.forward(features);
        features.close();
        return embeddings;
    }

    /** Embeddings of features that {@link #features} gave: (B, S, D) in float32. */
    NDArray project(NDArray features) {
        return prefix.forward(features);
    }

    private NDArray encode(NDArray pixels) {
        return encoder.encoder().forward(TorchOps.cast(pixels, dtype));
    }
}
