package io.magma.multimodal;

import ai.djl.ndarray.NDArray;
import io.magma.torch.HostData;
import io.magma.torch.Loss;
import io.magma.torch.LossOps;
import io.magma.torch.Scope;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Loss of a batch's classes.
 *
 * @param sum of the rows' cross-entropies in nats
 * @param correct rows whose class has the highest score: a scalar on the device, with the manager of the loss
 */
public record ClassLoss(Loss sum, NDArray correct) {
    /** Cross-entropy of hidden states' classes; counts on its way which of them are right. */
    static final class Counting implements UnaryOperator<NDArray> {
        private final ClassHead head;
        private final long[] classes;
        private Optional<NDArray> correct = Optional.empty();

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
            NDArray labels = HostData.longs(logits.getManager(), classes, classes.length);
            NDArray count = LossOps.countCorrect(logits, labels);
            Scope.release(count); // it outlives the scope around the loss
            correct = Optional.of(count);
            return LossOps.crossEntropy(logits, labels).sum();
        }

        NDArray correct() {
            return correct.orElseThrow(() -> new IllegalStateException("no loss was computed yet"));
        }
    }
}
