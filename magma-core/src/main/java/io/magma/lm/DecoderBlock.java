package io.magma.lm;

import ai.djl.ndarray.NDArray;
import io.magma.lm.DecoderConfig.Residual;
import io.magma.nn.AttentionContext;
import io.magma.nn.Norm;
import io.magma.nn.Sublayer;
import io.magma.torch.TorchOps;
import java.util.function.UnaryOperator;

/**
 * One block of a decoder.
 *
 * @param attentionNorm before the attention
 * @param mlpNorm before the MLP; the attention's where the family shares one
 * @param attention attention with whatever wraps it
 * @param mlp MLP with whatever wraps it
 * @param residual how the two branches are joined
 */
record DecoderBlock(Norm attentionNorm, Norm mlpNorm, Sublayer attention, Sublayer mlp, Residual residual) {
    /** Runs the block: (B, T, D) to (B, T, D). */
    NDArray forward(NDArray x, AttentionContext context) {
        return forward(x, context, y -> y);
    }

    /**
     * Runs the block, but its MLP only where its outcome is needed: what attends has been attended to by then.
     *
     * @param x (B, T, D)
     * @param rows takes the needed positions (M) out of the flattened batch
     * @return (M, D)
     */
    NDArray forwardAt(NDArray x, AttentionContext context, NDArray rows) {
        long d = x.getShape().get(2);
        return forward(x, context, y -> TorchOps.selectRows(y.reshape(-1, d), rows));
    }

    private NDArray forward(NDArray x, AttentionContext context, UnaryOperator<NDArray> needed) {
        return switch (residual) {
            case SERIAL -> {
                NDArray y = needed.apply(x.add(attention.forward(attentionNorm.forward(x), context)));
                yield y.add(mlp.forward(mlpNorm.forward(y), context));
            }
            case PARALLEL -> {
                NDArray y = attention.forward(attentionNorm.forward(x), context);
                NDArray in = needed.apply(x);
                yield needed.apply(y)
                        .add(mlp.forward(mlpNorm.forward(in), context))
                        .add(in);
            }
            case PARALLEL_SHARED_NORM -> {
                NDArray n = attentionNorm.forward(x);
                NDArray y = attention.forward(n, context);
                yield needed.apply(y).add(mlp.forward(needed.apply(n), context)).add(needed.apply(x));
            }
        };
    }
}
