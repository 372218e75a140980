package io.magma.torch;

import static io.magma.testing.Close.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.magma.testing.Golden;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Matrices in 8 bits, against numbers worked by hand and {@code src/test/python/int8_matrix.py}. */
class Int8OpsTest {
    private static final int ROWS = 12;
    private static final int COLUMNS = 48;
    private static final int INPUTS = 3;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final Golden golden = Golden.ofResource("/io/magma/weights/int8_matrix.json");

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray floats(String pointer, long... shape) {
        return HostData.floats(manager, golden.numbers(pointer), shape);
    }

    private NDArray bfloat16(String pointer, long... shape) {
        return TorchOps.cast(floats(pointer, shape), Dtype.BFLOAT16);
    }

    private static float[] numbers(NDArray array) {
        return TorchOps.cast(array, Dtype.FLOAT32).toFloatArray();
    }

    @Test
    void roundsRowsByHand() {
        // Scales 2 and 0.5; 5 / 2 and -3 / 2 lie between two whole numbers, and the even one is taken.
        float[] rows = {254, 5, -3, 7, 63.5f, -63.5f, 0.2f, -0.3f, 0, 0, 0, 0};
        NDList parts = Int8Ops.quantize(HostData.floats(manager, rows, 3, 4));
        assertThat(parts.get(0).toByteArray()).containsExactly(127, 2, -2, 4, 127, -127, 0, -1, 0, 0, 0, 0);
        assertThat(TorchOps.dtype(parts.get(1))).isEqualTo(Dtype.BFLOAT16);
        assertThat(numbers(parts.get(1))).containsExactly(2, 0.5f, 0);
    }

    @Test
    void agreesWithNumpy() {
        NDList parts = Int8Ops.quantize(floats("/matrix", ROWS, COLUMNS));
        assertThat(numbers(parts.get(0))).containsExactly(golden.numbers("/values"));
        assertThat(numbers(parts.get(1))).containsExactly(golden.numbers("/scales"));
    }

    @Test
    void cutsIntoPiecesWithoutATrace() {
        NDArray matrix = manager.randomNormal(new Shape(600, 24));
        NDList all = Int8Ops.quantize(matrix);
        NDList end = Int8Ops.quantize(TorchOps.contiguous(TorchOps.narrow(matrix, 0, 500, 100)));
        assertThat(TorchOps.narrow(all.get(0), 0, 500, 100).toByteArray())
                .containsExactly(end.get(0).toByteArray());
        assertThat(numbers(TorchOps.narrow(all.get(1), 0, 500, 100))).containsExactly(numbers(end.get(1)));
    }

    @Test
    void multipliesFewAndManyRowsAsFloat64Does() {
        NDArray values = floats("/values", ROWS, COLUMNS).toType(DataType.INT8, false);
        NDArray scales = bfloat16("/scales", ROWS);
        NDArray x = bfloat16("/x", INPUTS, COLUMNS);
        float[] expected = golden.numbers("/product");
        float[] few = numbers(Int8Ops.linear(x.reshape(INPUTS, 1, COLUMNS), values, scales, Optional.empty()));
        assertClose(few, expected, 1.0 / 256, 1e-6);
        // Two roundings to bfloat16: of the product with the values, and with the scales.
        assertClose(numbers(Int8Ops.linear(x, values, scales, Optional.empty())), expected, 2.0 / 256, 1e-6);
        NDArray wide = floats("/x", 1, INPUTS, COLUMNS);
        NDArray exact = Int8Ops.linear(wide, values, scales, Optional.of(floats("/scales", ROWS)));
        assertThat(exact.getShape().getShape()).containsExactly(1, INPUTS, ROWS);
        float[] biased = expected.clone();
        float[] bias = golden.numbers("/scales");
        for (int i = 0; i < biased.length; i++) {
            biased[i] += bias[i % ROWS];
        }
        assertClose(exact.toFloatArray(), biased, 1e-6, 1e-5);
        assertClose(
                numbers(Int8Ops.linear(x.reshape(INPUTS, 1, COLUMNS), values, scales, Optional.of(scales))),
                biased,
                2.0 / 256,
                1e-2);
    }

    @Test
    void passesTheGradientOfTheMatrixItStandsFor() {
        NDArray values = floats("/values", ROWS, COLUMNS).toType(DataType.INT8, false);
        NDArray scales = bfloat16("/scales", ROWS);
        for (Dtype dtype : new Dtype[] {Dtype.FLOAT32, Dtype.BFLOAT16}) {
            NDArray x = Autograd.leaf(TorchOps.cast(floats("/x", INPUTS, COLUMNS), dtype));
            NDArray y = Autograd.recording(() -> Int8Ops.linear(x, values, scales, Optional.empty()));
            NDArray gradient = TorchOps.cast(floats("/product", INPUTS, ROWS), dtype);
            Autograd.backward(y, gradient);
            NDArray wide = TorchOps.cast(gradient, Dtype.FLOAT32);
            float[] expected = wide.matMul(Int8Ops.matrix(wide, values, scales)).toFloatArray();
            boolean exact = dtype == Dtype.FLOAT32;
            float most = 0;
            for (float e : expected) {
                most = Math.max(most, Math.abs(e));
            }
            assertClose(
                    numbers(Autograd.gradient(x).orElseThrow()),
                    expected,
                    exact ? 1e-5 : 0.02,
                    exact ? 1e-4 : most / 128);
        }
    }

    @Test
    void takesAnyWidth() {
        for (int width : new int[] {1, 7, 40}) {
            NDList parts = Int8Ops.quantize(manager.randomNormal(new Shape(5, width)));
            NDArray x = TorchOps.cast(manager.randomNormal(new Shape(2, 1, width)), Dtype.BFLOAT16);
            NDArray wide = TorchOps.cast(x, Dtype.FLOAT32);
            NDArray expected =
                    wide.matMul(Int8Ops.matrix(wide, parts.get(0), parts.get(1)).transpose());
            assertClose(
                    numbers(Int8Ops.linear(x, parts.get(0), parts.get(1), Optional.empty())),
                    expected.toFloatArray(),
                    2.0 / 256,
                    0.02);
        }
    }

    @Test
    void notFiniteNumbersShowInTheScales() {
        NDArray broken = HostData.floats(manager, new float[] {1, Float.NaN, 2, Float.POSITIVE_INFINITY, 3, 4}, 3, 2);
        NDList parts = Int8Ops.quantize(broken);
        assertThat(TorchOps.allFinite(parts.get(1))).isFalse();
    }
}
