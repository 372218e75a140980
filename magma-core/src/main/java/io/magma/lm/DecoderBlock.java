package io.magma.lm;

import ai.djl.ndarray.NDArray;
import io.magma.lm.DecoderConfig.Residual;
import io.magma.nn.AttentionContext;
import io.magma.nn.Norm;
import io.magma.nn.Sublayer;

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
        return switch (residual) {
            case SERIAL -> {
                NDArray y = x.add(attention.forward(attentionNorm.forward(x), context));
                yield y.add(mlp.forward(mlpNorm.forward(y), context));
            }
            case PARALLEL ->
                attention
                        .forward(attentionNorm.forward(x), context)
                        .add(mlp.forward(mlpNorm.forward(x), context))
                        .add(x);
            case PARALLEL_SHARED_NORM -> {
                NDArray n = attentionNorm.forward(x);
                yield attention.forward(n, context).add(mlp.forward(n, context)).add(x);
            }
        };
    }
}
