package io.magma.multimodal;

import ai.djl.ndarray.NDArray;
import io.magma.torch.HostData;
import io.magma.torch.Loss;
import io.magma.torch.LossOps;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Loss of a batch's classes.
 *
 * @param sum of the rows' cross-entropies in nats
 * @param correct rows whose class has the highest score
 */
public record ClassLoss(Loss sum, int correct) {
    /** Cross-entropy of hidden states' classes; counts on its way which of them are right. */
    static final class Counting implements UnaryOperator<NDArray> {
        private final ClassHead head;
        private final long[] classes;
        private int correct;

        /**
         * For one batch.
         *
         * @param classes numbers of the rows' classes, from 0
         */
        Counting(ClassHead head, long[] classes) {
            this.head = head;
            this.classes = classes.clone();
        }

        /** Sum of the cross-entropies of hidden states (B, D), one a class. */
        @Override
        public NDArray apply(NDArray hidden) {
            NDArray logits = head.logits(hidden);
            count(logits.toFloatArray());
            return LossOps.crossEntropy(logits, HostData.longs(logits.getManager(), classes, classes.length))
                    .sum();
        }

        private void count(float[] scores) {
            int width = head.labels().size();
            for (int row = 0; row < classes.length; row++) {
                float[] own = Arrays.copyOfRange(scores, row * width, (row + 1) * width);
                correct += best(own) == classes[row] ? 1 : 0;
            }
        }

        private static int best(float[] scores) {
            int best = 0;
            for (int i = 1; i < scores.length; i++) {
                best = scores[i] > scores[best] ? i : best;
            }
            return best;
        }

        int correct() {
            return correct;
        }
    }
}
