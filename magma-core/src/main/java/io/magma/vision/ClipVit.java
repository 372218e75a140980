package io.magma.vision;

import ai.djl.ndarray.NDArray;
import io.magma.nn.Attention;
import io.magma.nn.AttentionContext;
import io.magma.nn.Linear;
import io.magma.nn.Mlp;
import io.magma.nn.Norm;
import io.magma.nn.QkvProjection;
import io.magma.torch.ConvolutionOps;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * CLIP's vision transformer under Hugging Face names.
 *
 * <p>Patch features are {@code hidden_states[layer]} without the class token, (B, N, D); the pooled feature is
 * {@code image_embeds}, (B, projection).
 *
 * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al. 2021</a>
 */
public final class ClipVit implements ImageEncoder {
    private static final Initializer WEIGHT = Initializer.normal(0.02);
    private static final AttentionContext EVERYTHING =
            new AttentionContext(Optional.empty(), Optional.empty(), false, Optional.empty());

    private final ClipVitConfig config;
    private final boolean pooled;
    private final int layersRun;
    private final NDArray classEmbedding;
    private final NDArray patchEmbedding;
    private final PositionTable positions;
    private final Norm preNorm;
    private final Norm postNorm;
    private final Optional<Linear> projection;
    private final List<Block> blocks;

    /**
     * Takes the tensors.
     *
     * @param pooled whether to give the pooled embedding instead of patches
     * @param layer which hidden state gives the patches: 0 is the input of the first block, negative counts from the end
     */
    ClipVit(WeightSource source, ClipVitConfig config, boolean pooled, int layer) {
        this.config = config;
        this.pooled = pooled;
        int states = config.layers() + 1;
        int state = layer < 0 ? states + layer : layer;
        if (state < 0 || state >= states) {
            throw new ImageEncoderException(
                    "image_encoder.layer " + layer + ": the encoder has hidden states 0 to " + config.layers());
        }
        this.layersRun = pooled ? config.layers() : state;
        WeightSource w = source.within("vision_model.");
        int d = config.hiddenSize();
        int p = config.patchSize();
        classEmbedding = w.take("embeddings.class_embedding", WEIGHT, d);
        patchEmbedding = w.take("embeddings.patch_embedding.weight", WEIGHT, d, 3, p, p);
        int trainedSide = config.trainedResolution() / p;
        positions = new PositionTable(
                w.take("embeddings.position_embedding.weight", WEIGHT, (long) trainedSide * trainedSide + 1, d),
                trainedSide);
        preNorm = Norm.takeLayer(w, "pre_layrnorm", d, config.normEps()); // sic: the name in every file
        blocks = IntStream.range(0, config.layers())
                .mapToObj(i -> block(w.within("encoder.layers." + i + "."), i))
                .toList();
        postNorm = Norm.takeLayer(w, "post_layernorm", d, config.normEps());
        projection = pooled
                ? Optional.of(Linear.takeUnbiased(source, "visual_projection", d, config.projectionSize(), WEIGHT))
                : Optional.empty();
    }

    private Block block(WeightSource w, int layer) {
        int d = config.hiddenSize();
        QkvProjection qkv = new QkvProjection.Split(
                Linear.take(w, "self_attn.q_proj", d, d, WEIGHT),
                Linear.take(w, "self_attn.k_proj", d, d, WEIGHT),
                Linear.take(w, "self_attn.v_proj", d, d, WEIGHT),
                d / config.heads());
        Linear out = Linear.take(w, "self_attn.out_proj", d, d, WEIGHT);
        Mlp mlp = new Mlp(
                Linear.take(w, "mlp.fc1", d, config.intermediateSize(), WEIGHT),
                config.activation(),
                Linear.take(w, "mlp.fc2", config.intermediateSize(), d, WEIGHT));
        return new Block(
                Norm.takeLayer(w, "layer_norm1", d, config.normEps()),
                new Attention(layer, qkv, out, 1),
                Norm.takeLayer(w, "layer_norm2", d, config.normEps()),
                mlp);
    }

    @Override
    public NDArray forward(NDArray pixels) {
        NDArray x = Scope.keep(() -> embed(pixels));
        for (Block block : blocks.subList(0, layersRun)) {
            NDArray in = x;
            x = Scope.keep(() -> block.forward(in));
        }
        NDArray last = x; // (B, 1 + N, D)
        long n = last.getShape().get(1) - 1;
        return Scope.keep(() -> projection
                .map(p -> p.forward(
                        postNorm.forward(TorchOps.narrow(last, 1, 0, 1).squeeze(1))))
                .orElseGet(() -> TorchOps.narrow(last, 1, 1, n)));
    }

    private NDArray embed(NDArray pixels) {
        long b = pixels.getShape().get(0);
        int d = config.hiddenSize();
        NDArray patches =
                ConvolutionOps.conv2d(pixels, TorchOps.castLike(pixels, patchEmbedding), config.patchSize(), 0);
        patches = patches.reshape(b, d, -1).transpose(0, 2, 1); // (B, N, D)
        NDArray x = TorchOps.prependToken(patches, classEmbedding);
        return preNorm.forward(x.add(TorchOps.castLike(x, positions.at(config.resolution() / config.patchSize()))));
    }

    /** Its shape. */
    public ClipVitConfig config() {
        return config;
    }

    /** Blocks that the wanted features need; those behind them do not run. */
    public int layersRun() {
        return layersRun;
    }

    @Override
    public int resolution() {
        return config.resolution();
    }

    @Override
    public int channels() {
        return pooled ? config.projectionSize() : config.hiddenSize();
    }

    @Override
    public int positions() {
        int side = config.resolution() / config.patchSize();
        return pooled ? 1 : side * side;
    }

    @Override
    public boolean pooled() {
        return pooled;
    }

    private record Block(Norm attentionNorm, Attention attention, Norm mlpNorm, Mlp mlp) {
        NDArray forward(NDArray x) {
            NDArray y = x.add(attention.forward(attentionNorm.forward(x), EVERYTHING));
            return y.add(mlp.forward(mlpNorm.forward(y)));
        }
    }
}
