package io.magma.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chunked cross-entropy against its formula, worked out in double precision. */
class LinearCrossEntropyTest {
    private static final int N = 5;
    private static final int D = 3;
    private static final int V = 4;

    private final NDManager manager = NDManager.newBaseManager();
    private final float[] hidden = normal(N * D, 1);
    private final float[] weight = normal(V * D, 2);
    private final float[] bias = normal(V, 3);
    private final long[] labels = {2, 0, 3, 3, 1};

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 100})
    void valueAndAllGradientsAreThoseOfTheFormula(int rows) {
        NDArray h = leaf(hidden, N, D);
        NDArray w = leaf(weight, V, D);
        NDArray b = leaf(bias, V);
        NDArray loss = Autograd.recording(() -> LossOps.linearCrossEntropySum(h, w, Optional.of(b), labels(), rows));
        Autograd.backward(loss, 0.25);

        double[][] p = probabilities();
        assertThat(loss.getFloat()).isCloseTo((float) expectedLoss(p), within(1e-5f));
        double[] gh = new double[N * D];
        double[] gw = new double[V * D];
        double[] gb = new double[V];
        for (int n = 0; n < N; n++) {
            for (int v = 0; v < V; v++) {
                double d = 0.25 * (p[n][v] - (labels[n] == v ? 1 : 0));
                gb[v] += d;
                for (int k = 0; k < D; k++) {
                    gh[n * D + k] += d * weight[v * D + k];
                    gw[v * D + k] += d * hidden[n * D + k];
                }
            }
        }
        assertClose(h, gh);
        assertClose(w, gw);
        assertClose(b, gb);
    }

    @Test
    void aFrozenHeadGetsNoGradientAndAnEvaluationNone() {
        NDArray h = leaf(hidden, N, D);
        NDArray w = manager.create(weight, new Shape(V, D));
        NDArray b = manager.create(bias);
        NDArray loss = Autograd.recording(() -> LossOps.linearCrossEntropySum(h, w, Optional.of(b), labels(), 2));
        Autograd.backward(loss, 1);
        assertThat(Autograd.gradient(h)).isPresent();
        assertThat(Autograd.gradient(w)).isEmpty();
        NDArray evaluated = Autograd.frozen(() -> LossOps.linearCrossEntropySum(h, w, Optional.of(b), labels(), 2));
        assertThat(evaluated.getFloat()).isEqualTo(loss.getFloat());
        assertThat(Autograd.isTracked(evaluated)).isFalse();
    }

    // Rows are filled up in these types, which must show nowhere.
    @ParameterizedTest
    @CsvSource({"BFLOAT16, 5", "BFLOAT16, 2", "FLOAT16, 5"})
    void inNarrowTypesTooValueAndGradientsAreThoseOfTheFormula(Dtype dtype, int rows) {
        NDArray h = leaf(hidden, N, D);
        NDArray w = leaf(weight, V, D);
        NDArray b = leaf(bias, V);
        NDArray loss = Autograd.recording(() -> LossOps.linearCrossEntropySum(
                TorchOps.cast(h, dtype),
                TorchOps.cast(w, dtype),
                Optional.of(TorchOps.cast(b, dtype)),
                labels(),
                rows));
        Autograd.backward(loss, 1);
        double[][] p = probabilities();
        assertThat(loss.getFloat()).isCloseTo((float) expectedLoss(p), within(0.05f));
        double[] gb = new double[V];
        double[] gw = new double[V * D];
        for (int n = 0; n < N; n++) {
            for (int v = 0; v < V; v++) {
                double d = p[n][v] - (labels[n] == v ? 1 : 0);
                gb[v] += d;
                for (int k = 0; k < D; k++) {
                    gw[v * D + k] += d * hidden[n * D + k];
                }
            }
        }
        assertClose(w, gw, 0.03);
        assertClose(b, gb, 0.03);
        assertThat(Autograd.gradient(h).orElseThrow().getShape()).isEqualTo(new Shape(N, D));
    }

    private NDArray labels() {
        return manager.create(labels);
    }

    private NDArray leaf(float[] values, long... shape) {
        NDArray leaf = manager.create(values, new Shape(shape));
        leaf.setRequiresGradient(true);
        return leaf;
    }

    private static void assertClose(NDArray leaf, double[] expected) {
        assertClose(leaf, expected, 1e-6);
    }

    private static void assertClose(NDArray leaf, double[] expected, double bound) {
        float[] actual = Autograd.gradient(leaf).orElseThrow().toFloatArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(bound));
        }
    }

    private double[][] probabilities() {
        double[][] p = new double[N][V];
        for (int n = 0; n < N; n++) {
            double sum = 0;
            for (int v = 0; v < V; v++) {
                double score = bias[v];
                for (int k = 0; k < D; k++) {
                    score += (double) hidden[n * D + k] * weight[v * D + k];
                }
                p[n][v] = Math.exp(score);
                sum += p[n][v];
            }
            for (int v = 0; v < V; v++) {
                p[n][v] /= sum;
            }
        }
        return p;
    }

    private double expectedLoss(double[][] p) {
        double loss = 0;
        for (int n = 0; n < N; n++) {
            loss -= Math.log(p[n][(int) labels[n]]);
        }
        return loss;
    }

    private static float[] normal(int count, long seed) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
