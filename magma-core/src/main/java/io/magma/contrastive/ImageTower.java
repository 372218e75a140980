package io.magma.contrastive;

import ai.djl.ndarray.NDArray;
import io.magma.nn.Linear;
import io.magma.torch.Dtype;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.vision.ImageEncoder;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;
import java.util.Optional;

/** Image encoder, mean over its positions, and a linear projection into the shared space. */
public final class ImageTower {
    private final ImageEncoder encoder;
    private final Linear projection;
    private final Dtype dtype;

    /**
     * Takes {@code weight} (E, C) of the projection.
     *
     * @param source the projection's weights
     * @param embeddingDim E
     * @param dtype type in which the encoder computes
     */
    public ImageTower(ImageEncoder encoder, WeightSource source, int embeddingDim, Dtype dtype) {
        int c = encoder.channels();
        this.encoder = encoder;
        this.dtype = dtype;
        this.projection = new Linear(
                source.take("weight", Initializer.normal(Math.pow(c, -0.5)), embeddingDim, c), Optional.empty());
    }

    /** Embeds normalised pictures: (B, 3, R, R) to (B, E) in float32, of any length. */
    public NDArray forward(NDArray pixels) {
        NDArray features = encoder.forward(TorchOps.cast(pixels, dtype));
        return Scope.keep(() -> projection.forward(
                encoder.pooled() ? TorchOps.cast(features, Dtype.FLOAT32) : TorchOps.meanPositions(features)));
    }

    /** Side of the pictures in pixels. */
    public int resolution() {
        return encoder.resolution();
    }
}
