package io.magma.contrastive;

import ai.djl.ndarray.NDArray;
import io.magma.nn.Activation;
import io.magma.nn.Attention;
import io.magma.nn.AttentionContext;
import io.magma.nn.Linear;
import io.magma.nn.Mlp;
import io.magma.nn.Norm;
import io.magma.nn.QkvProjection;
import io.magma.torch.Dtype;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * CLIP's text transformer: causal, pre-norm, read out at the end-of-text token and projected without bias.
 *
 * <p>Start values are those of CLIP: deviations 0.02 (tokens), 0.01 (positions), D^-½ and (2DL)^-½ in the blocks.
 *
 * @see <a href="https://arxiv.org/abs/2103.00020">Radford et al. 2021, section 2.4</a>
 */
public final class TransformerTower implements TextTower {
    private static final double EPS = 1e-5;
    private static final AttentionContext CAUSAL =
            new AttentionContext(Optional.empty(), Optional.empty(), true, Optional.empty());

    private final NDArray tokenEmbedding;
    private final NDArray positionEmbedding;
    private final List<Block> blocks;
    private final Norm finalNorm;
    private final Linear projection;
    private final int hiddenSize;
    private final Dtype dtype;

    /**
     * Takes {@code token_embedding.weight}, {@code position_embedding.weight}, {@code blocks.{layer}.*}, {@code final_norm.*}
     * and {@code projection.weight}.
     *
     * @param vocabSize tokens of the tokenizer
     * @param contextLength longest text in tokens, the end-of-text token counted
     * @param hiddenSize D, a multiple of {@code heads}
     * @param embeddingDim E
     * @param dtype type of the hidden states
     */
    public TransformerTower(
            WeightSource source,
            int vocabSize,
            int contextLength,
            int layers,
            int hiddenSize,
            int heads,
            int embeddingDim,
            Dtype dtype) {
        this.hiddenSize = hiddenSize;
        this.dtype = dtype;
        tokenEmbedding = source.take("token_embedding.weight", Initializer.normal(0.02), vocabSize, hiddenSize);
        positionEmbedding =
                source.take("position_embedding.weight", Initializer.normal(0.01), contextLength, hiddenSize);
        blocks = IntStream.range(0, layers)
                .mapToObj(i -> block(source.within("blocks." + i + "."), i, layers, heads))
                .toList();
        finalNorm = Norm.takeLayer(source, "final_norm", hiddenSize, EPS);
        projection = Linear.takeUnbiased(
                source, "projection", hiddenSize, embeddingDim, Initializer.normal(Math.pow(hiddenSize, -0.5)));
    }

    private Block block(WeightSource w, int layer, int layers, int heads) {
        int d = hiddenSize;
        Initializer inward = Initializer.normal(Math.pow(d, -0.5));
        Initializer widening = Initializer.normal(Math.pow(2.0 * d, -0.5));
        Initializer residual = Initializer.normal(Math.pow(2.0 * d * layers, -0.5));
        QkvProjection qkv =
                new QkvProjection.Concatenated(Linear.take(w, "attention.qkv", d, 3 * d, inward), d / heads);
        return new Block(
                Norm.takeLayer(w, "attention_norm", d, EPS),
                new Attention(layer, qkv, Linear.take(w, "attention.out", d, d, residual), 1),
                Norm.takeLayer(w, "mlp_norm", d, EPS),
                new Mlp(
                        Linear.take(w, "mlp.up", d, 4 * d, widening),
                        Activation.QUICK_GELU,
                        Linear.take(w, "mlp.down", 4 * d, d, residual)));
    }

    @Override
    public NDArray forward(TokenBatch texts) {
        long tokens = texts.ids().getShape().get(1);
        NDArray x = Scope.keep(() -> TorchOps.cast(
                TorchOps.embedding(texts.ids(), tokenEmbedding).add(TorchOps.narrow(positionEmbedding, 0, 0, tokens)),
                dtype)); // (B, T, D)
        for (Block block : blocks) {
            NDArray in = x;
            x = Scope.keep(() -> block.forward(in));
        }
        NDArray last = x;
        return Scope.keep(() ->
                projection.forward(finalNorm.forward(TorchOps.selectRows(last.reshape(-1, hiddenSize), texts.ends()))));
    }

    private record Block(Norm attentionNorm, Attention attention, Norm mlpNorm, Mlp mlp) {
        NDArray forward(NDArray x) {
            NDArray y = x.add(attention.forward(attentionNorm.forward(x), CAUSAL));
            return y.add(mlp.forward(mlpNorm.forward(y)));
        }
    }
}
