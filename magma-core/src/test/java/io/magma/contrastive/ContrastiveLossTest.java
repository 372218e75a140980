package io.magma.contrastive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.Autograd;
import io.magma.weights.TrainableWeights;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against the formula in double precision, and against numbers that numpy gave for it. */
class ContrastiveLossTest {
    private static final float[] IMAGES = {1, 2, 0, -1, 1, 3, 2, 0, 1};
    private static final float[] TEXTS = {2, 1, 1, 0, 2, 1, 1, -1, 1};
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    /**
     * numpy: {@code l = (I/|I|) @ (T/|T|).T / 0.5; -(P * (log_softmax(l, 1) + log_softmax(l, 0))).sum() / 2} with P the
     * identity.
     */
    @Test
    void equalsNumpy() {
        ContrastiveLoss loss = new ContrastiveLoss(new TrainableWeights(manager, 0), 0.5, 100, true);
        assertThat(sum(loss, 7, 8, 9)).isCloseTo(2.3783717f, within(1e-5f));
    }

    @Test
    void pairsWithTheSameTextAreAllPositives() {
        ContrastiveLoss merged = new ContrastiveLoss(new TrainableWeights(manager, 0), 0.5, 100, true);
        assertThat(sum(merged, 4, 9, 4)).isCloseTo((float) reference(2.0, new int[] {0, 1, 0}), within(1e-5f));
        ContrastiveLoss apart = new ContrastiveLoss(new TrainableWeights(manager, 0), 0.5, 100, false);
        assertThat(sum(apart, 4, 9, 4)).isCloseTo((float) reference(2.0, new int[] {0, 1, 2}), within(1e-5f));
    }

    @Test
    void theScaleIsLearntByItsLogarithm() {
        TrainableWeights weights = new TrainableWeights(manager, 0);
        ContrastiveLoss loss = new ContrastiveLoss(weights, 0.5, 100, true);
        NDArray sum = Autograd.recording(() -> loss.sum(rows(IMAGES), rows(TEXTS), new long[] {1, 2, 2}));
        Autograd.backward(sum, 1);
        double h = 1e-5;
        int[] ids = {0, 1, 1};
        double slope = (reference(2 * Math.exp(h), ids) - reference(2 * Math.exp(-h), ids)) / (2 * h);
        NDArray scale = Objects.requireNonNull(weights.parameters().get("logit_scale"));
        assertThat(scale.getGradient().getFloat(0)).isCloseTo((float) slope, within(1e-4f));
    }

    @Test
    void theScaleIsHeldBelowItsBoundAndCanFallAgain() {
        TrainableWeights weights = new TrainableWeights(manager, 0);
        ContrastiveLoss loss = new ContrastiveLoss(weights, 0.07, 100, true);
        NDArray scale = Objects.requireNonNull(weights.parameters().get("logit_scale"));
        assertThat(scale.getFloat(0)).isCloseTo((float) Math.log(1 / 0.07), within(1e-6f));
        Autograd.frozen(() -> scale.addi(5));
        NDArray sum = Autograd.recording(() -> loss.sum(rows(IMAGES), rows(TEXTS), new long[] {0, 1, 2}));
        Autograd.backward(sum, 1);
        assertThat(scale.getFloat(0)).isCloseTo((float) Math.log(100), within(1e-6f));
        assertThat(loss.scale()).isCloseTo(100, within(1e-4));
        assertThat(sum.getFloat()).isCloseTo((float) reference(100, new int[] {0, 1, 2}), within(1e-3f));
        assertThat(scale.getGradient().getFloat(0)).isGreaterThan(0);
    }

    private float sum(ContrastiveLoss loss, long... ids) {
        return loss.sum(rows(IMAGES), rows(TEXTS), ids).getFloat();
    }

    private NDArray rows(float[] values) {
        return manager.create(values, new Shape(3, 3));
    }

    /** Half the sum of the cross-entropies of rows and columns; targets are uniform over equal {@code ids}. */
    private static double reference(double scale, int[] ids) {
        double[][] logits = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                double dot = 0;
                double a = 0;
                double b = 0;
                for (int k = 0; k < 3; k++) {
                    dot += IMAGES[3 * i + k] * TEXTS[3 * j + k];
                    a += IMAGES[3 * i + k] * IMAGES[3 * i + k];
                    b += TEXTS[3 * j + k] * TEXTS[3 * j + k];
                }
                logits[i][j] = scale * dot / Math.sqrt(a * b);
            }
        }
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            int equal = 0;
            for (int id : ids) {
                equal += id == ids[i] ? 1 : 0;
            }
            double row = 0;
            double column = 0;
            for (int j = 0; j < 3; j++) {
                row += Math.exp(logits[i][j]);
                column += Math.exp(logits[j][i]);
            }
            for (int j = 0; j < 3; j++) {
                if (ids[j] == ids[i]) {
                    sum -= (logits[i][j] - Math.log(row) + logits[j][i] - Math.log(column)) / (2 * equal);
                }
            }
        }
        return sum;
    }
}
