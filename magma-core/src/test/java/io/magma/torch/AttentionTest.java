package io.magma.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention and its gradients against their formulas, worked out in double precision, in all types and lengths. */
class AttentionTest {
    private static final int ROWS = 2; // B * H
    private static final int K = 4;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, 7, true, 1e-5",
        "FLOAT32, 7, false, 1e-5",
        "BFLOAT16, 7, true, 0.04",
        "BFLOAT16, 7, false, 0.04",
        "FLOAT16, 7, true, 0.005",
        "FLOAT16, 7, false, 0.005",
        "BFLOAT16, 256, true, 0.04",
        "BFLOAT16, 257, true, 0.04"
    })
    void valuesAndGradientsAreThoseOfTheFormula(Dtype dtype, int t, boolean causal, double bound) {
        NDArray q = leaf(dtype, t, 1);
        NDArray k = leaf(dtype, t, 2);
        NDArray v = leaf(dtype, t, 3);
        NDArray weights = leaf(dtype, t, 4).stopGradient();
        NDArray y = Autograd.recording(() -> {
            NDArray[] x = {TorchOps.cast(q, dtype), TorchOps.cast(k, dtype), TorchOps.cast(v, dtype)};
            return causal ? TorchOps.causalAttention(x[0], x[1], x[2]) : TorchOps.attention(x[0], x[1], x[2]);
        });
        Autograd.backward(y, TorchOps.cast(weights, dtype));

        Reference expected = new Reference(t, causal, q, k, v, weights);
        assertThat(TorchOps.dtype(y)).isEqualTo(dtype);
        assertClose(TorchOps.cast(y, Dtype.FLOAT32), expected.y, bound);
        assertClose(q.getGradient(), expected.gq, bound);
        assertClose(k.getGradient(), expected.gk, bound);
        assertClose(v.getGradient(), expected.gv, bound);
    }

    // Numbers that the type can hold, so that only the computation rounds.
    private NDArray leaf(Dtype dtype, int t, long seed) {
        Random random = new Random(seed);
        float[] values = new float[ROWS * t * K];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        NDArray all = manager.create(values, new Shape(1, ROWS, t, K));
        NDArray leaf = TorchOps.cast(TorchOps.cast(all, dtype), Dtype.FLOAT32).duplicate();
        leaf.setRequiresGradient(true);
        return leaf;
    }

    private static void assertClose(NDArray actual, double[] expected, double bound) {
        float[] values = actual.toFloatArray();
        assertThat(values).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(values[i] - expected[i]) / (1 + Math.abs(expected[i])))
                    .as("element %s: %s, expected %s", i, values[i], expected[i])
                    .isLessThan(bound);
        }
    }

    /** softmax(q kᵀ / √K) v for one array of rows, and its gradients for the gradient g of y. */
    private static final class Reference {
        final double[] y;
        final double[] gq;
        final double[] gk;
        final double[] gv;

        Reference(int t, boolean causal, NDArray query, NDArray key, NDArray value, NDArray gradient) {
            float[] q = query.toFloatArray();
            float[] k = key.toFloatArray();
            float[] v = value.toFloatArray();
            float[] g = gradient.toFloatArray();
            y = new double[q.length];
            gq = new double[q.length];
            gk = new double[q.length];
            gv = new double[q.length];
            double scale = 1 / Math.sqrt(K);
            for (int row = 0; row < ROWS; row++) {
                for (int i = 0; i < t; i++) {
                    int at = (row * t + i) * K;
                    int seen = causal ? i + 1 : t;
                    double[] p = new double[seen];
                    double total = 0;
                    for (int j = 0; j < seen; j++) {
                        p[j] = Math.exp(scale * dot(q, at, k, (row * t + j) * K));
                        total += p[j];
                    }
                    double[] gp = new double[seen];
                    double mean = 0;
                    for (int j = 0; j < seen; j++) {
                        p[j] /= total;
                        gp[j] = dot(g, at, v, (row * t + j) * K);
                        mean += p[j] * gp[j];
                    }
                    for (int j = 0; j < seen; j++) {
                        int other = (row * t + j) * K;
                        double gs = scale * p[j] * (gp[j] - mean);
                        for (int d = 0; d < K; d++) {
                            y[at + d] += p[j] * v[other + d];
                            gv[other + d] += p[j] * g[at + d];
                            gq[at + d] += gs * k[other + d];
                            gk[other + d] += gs * q[at + d];
                        }
                    }
                }
            }
        }

        private static double dot(float[] a, int i, float[] b, int j) {
            double sum = 0;
            for (int d = 0; d < K; d++) {
                sum += (double) a[i + d] * b[j + d];
            }
            return sum;
        }
    }
}
