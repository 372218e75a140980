package io.magma.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators against values worked out by hand or by their formula in Java. */
class TorchOpsTest {
    private static final Offset<Float> CLOSE = within(1e-5f);
    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void causalAttentionOfTheFirstTokenIsItsOwnValue() {
        NDArray q = manager.create(new float[] {1, 0, 0, 1}, new Shape(1, 1, 2, 2));
        NDArray v = manager.create(new float[] {3, 4, 5, 8}, new Shape(1, 1, 2, 2));
        float[] y = TorchOps.causalAttention(q, q, v).toFloatArray();
        assertThat(y[0]).isCloseTo(3f, CLOSE);
        assertThat(y[1]).isCloseTo(4f, CLOSE);
        double e = Math.exp(1 / Math.sqrt(2));
        assertThat(y[2]).isCloseTo((float) ((3 + 5 * e) / (1 + e)), CLOSE);
    }

    @Test
    void rotationsTurnPairsByTheAngle() {
        NDArray x = manager.create(new float[] {1, 2, 3, 4, 9}, new Shape(1, 1, 1, 5));
        float c = (float) Math.cos(0.3);
        float s = (float) Math.sin(0.3);
        NDArray cos = manager.create(new float[] {c, c, c, c}, new Shape(1, 4));
        NDArray sin = manager.create(new float[] {s, s, s, s}, new Shape(1, 4));
        assertThat(TorchOps.rotateHalf(x, cos, sin).toFloatArray())
                .containsExactly(new float[] {c - 3 * s, 2 * c - 4 * s, 3 * c + s, 4 * c + 2 * s, 9}, CLOSE);
        assertThat(TorchOps.rotateInterleaved(x, cos, sin).toFloatArray())
                .containsExactly(new float[] {c - 2 * s, 2 * c + s, 3 * c - 4 * s, 4 * c + 3 * s, 9}, CLOSE);
    }

    @Test
    void normsFollowTheirFormulas() {
        NDArray x = manager.create(new float[] {3, 4}, new Shape(1, 2));
        NDArray w = manager.create(new float[] {2, 1});
        double rms = Math.sqrt(12.5 + 1e-6);
        assertThat(TorchOps.rmsNorm(x, w, 1e-6).toFloatArray())
                .containsExactly(new float[] {(float) (6 / rms), (float) (4 / rms)}, CLOSE);
        assertThat(TorchOps.layerNorm(x, w, manager.zeros(new Shape(2)), 0).toFloatArray())
                .containsExactly(new float[] {-2, 1}, CLOSE);
        assertThat(TorchOps.normalizeRows(x).toFloatArray()).containsExactly(new float[] {.6f, .8f}, CLOSE);
    }

    @Test
    void bottleneckGivesFloat32GradientsForBfloat16Activations() {
        NDArray x = TorchOps.cast(manager.create(new float[] {1, -2}, new Shape(1, 2)), Dtype.BFLOAT16);
        NDArray down = manager.create(new float[] {1, 0}, new Shape(1, 2));
        down.setRequiresGradient(true);
        NDArray up = manager.create(new float[] {2, 4}, new Shape(2, 1));
        NDArray zero1 = manager.zeros(new Shape(1));
        NDArray zero2 = manager.zeros(new Shape(2));
        NDArray loss =
                Autograd.recording(() -> TorchOps.cast(TorchOps.bottleneck(x, down, zero1, up, zero2), Dtype.FLOAT32)
                        .sum());
        Autograd.backward(loss, 0.5);
        assertThat(loss.getFloat()).isEqualTo(6f);
        assertThat(down.getGradient().toFloatArray()).containsExactly(3f, -6f);
    }

    @Test
    void adamWTakesPyTorchsFirstStep() {
        NDArray p = manager.create(new float[] {1f});
        NDArray g = manager.create(new float[] {0.5f});
        NDArray m = manager.zeros(new Shape(1));
        NDArray v = manager.zeros(new Shape(1));
        NDArray step = manager.zeros(new Shape());
        TensorLists.adamW(
                List.of(p),
                List.of(g),
                List.of(m),
                List.of(v),
                List.of(step),
                new TensorLists.AdamWSettings(0.1, 0.9, 0.95, 1e-8, 0.01),
                manager.create(0f));
        assertThat(p.getFloat(0)).isCloseTo(1f * (1 - 0.1f * 0.01f) - 0.1f, CLOSE);
        assertThat(m.getFloat(0)).isCloseTo(0.05f, CLOSE);
        List<NDArray> legs = List.of(manager.create(new float[] {3}), manager.create(4f));
        assertThat(TensorLists.norms(manager, List.of(legs, List.of(manager.create(-2f))))
                        .toFloatArray())
                .containsExactly(5, 2);
    }

    @Test
    void mapsFilesInAnyType(@TempDir Path dir) throws Exception {
        Path file = Files.write(dir.resolve("x"), new byte[] {(byte) 0x80, 0x3f, 0, 0x40});
        NDArray x = TorchOps.fromFile(manager, file, 2, Dtype.BFLOAT16);
        assertThat(TorchOps.cast(x, Dtype.FLOAT32).toFloatArray()).containsExactly(1f, 2f);
    }

    @Test
    void everyThreadStartsWithoutAutograd() throws Exception {
        NDArray w = manager.ones(new Shape(1));
        w.setRequiresGradient(true);
        boolean[] recorded = new boolean[1];
        Thread t = new Thread(() -> recorded[0] = TorchOps.relu(w).hasGradient());
        t.start();
        t.join();
        assertThat(recorded[0]).isFalse();
    }

    @Test
    void scopeKeepsOnlyTheResult() {
        NDArray x = manager.ones(new Shape(2));
        NDArray[] inner = new NDArray[1];
        NDArray y = Scope.keep(() -> {
            inner[0] = TorchOps.relu(x);
            return TorchOps.silu(inner[0]);
        });
        assertThat(inner[0].isReleased()).isTrue();
        assertThat(y.isReleased()).isFalse();
    }
}
