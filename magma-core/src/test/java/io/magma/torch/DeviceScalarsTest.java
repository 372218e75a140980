package io.magma.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an optimizer step decides on the device, against the same decisions in double on the host. */
class DeviceScalarsTest {
    private static final float NAN = Float.NaN;
    private static final float INFINITY = Float.POSITIVE_INFINITY;

    private final NDManager manager = NDManager.newBaseManager("PyTorch");

    @AfterEach
    void close() {
        manager.close();
    }

    /** What it was before it went to the device: worked out in double from the norms that were read. */
    private static float coefficient(float[] norms, double max) {
        double total = Math.sqrt(IntStream.range(0, norms.length)
                .mapToDouble(i -> (double) norms[i] * norms[i])
                .sum());
        return (float) Math.min(1, max / (total + 1e-6));
    }

    @Test
    void clipCoefficientsHaveTheBitsOfTheHosts() {
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            float[] norms = new float[1 + i % 4];
            for (int part = 0; part < norms.length; part++) {
                norms[part] = (float) Math.exp(3 * random.nextGaussian());
            }
            double max = Math.exp(random.nextGaussian());
            try (NDArray values = manager.create(norms);
                    NDArray found = DeviceScalars.clipCoefficient(manager, values, max, 1e-6)) {
                assertThat(found.getFloat()).as(Arrays.toString(norms)).isEqualTo(coefficient(norms, max));
            }
        }
    }

    @Test
    void scalingByAScalarOfTheDeviceHasTheBitsOfScalingByANumber() {
        Random random = new Random(4);
        float[] values = new float[1003];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        double factor = 0.3712345678912345;
        NDArray number = manager.create(values);
        NDArray scalar = manager.create(values);
        TensorLists.scale(List.of(number), factor);
        TensorLists.scale(List.of(scalar), manager.create((float) factor));
        assertThat(scalar.toFloatArray()).isEqualTo(number.toFloatArray());
    }

    @Test
    void aNormThatIsNotFiniteGivesOne() {
        for (float norm : new float[] {NAN, INFINITY}) {
            NDArray norms = manager.create(new float[] {3, norm});
            assertThat(DeviceScalars.clipCoefficient(manager, norms, 1, 1e-6).getFloat())
                    .isEqualTo(1);
        }
    }

    @Test
    void aFlagIsRaisedByWhatIsNotFinite() {
        NDArray flag = manager.create(0f);
        NDArray fine = manager.create(new float[] {1, -3e38f});
        raise(flag, true, 0, fine, manager.create(2f));
        raise(flag, true, 1, fine, manager.create(NAN));
        raise(flag, true, 1, fine);
        raise(flag, false, 0, fine);
        raise(flag, false, 1, manager.create(new float[] {0, -INFINITY}), fine);
        raise(flag, false, 0);
        TorchOps.copyInto(flag, manager.create(3f)); // the sum over processes
        raise(flag, true, 1, fine);
        raise(flag, true, 1);
    }

    private static void raise(NDArray flag, boolean keep, float expected, NDArray... xs) {
        DeviceScalars.raiseIfNotFinite(flag, List.of(xs), keep);
        assertThat(flag.getFloat()).isEqualTo(expected);
    }

    @Test
    void averagesGrowSlowerWithEveryStepThatCounts() {
        NDArray steps = manager.zeros(new Shape(1));
        for (int n = 1; n <= 20; n++) {
            float weight = DeviceScalars.averageWeight(manager, steps, 0.6, manager.create(0f))
                    .getFloat();
            assertThat(weight).isEqualTo((float) (1 - Math.min(0.6, (1.0 + n) / (10.0 + n))));
            assertThat(DeviceScalars.averageWeight(manager, steps, 0.6, manager.create(1f))
                            .getFloat())
                    .isZero();
            assertThat(steps.toFloatArray()).containsExactly(n);
        }
    }

    @Test
    void packsInOrder() {
        NDArray numbers = TensorLists.pack(
                manager,
                List.of(manager.create(1.5f), manager.create(new long[] {2, 3}), manager.create(new float[] {4})));
        assertThat(numbers.toFloatArray()).containsExactly(1.5f, 2, 3, 4);
        assertThat(TensorLists.pack(manager, List.of()).size()).isZero();
    }

    /** On the CPU, since page-locked memory needs a driver; the operator is the one that moves to a GPU. */
    @Test
    void whatIsThereAlreadyStaysInEveryType() {
        NDArray longs = HostData.longs(manager, new long[] {1L << 40, -1}, 2);
        NDArray halves = TorchOps.cast(HostData.floats(manager, new float[] {1, 2.5f}, 1, 2), Dtype.BFLOAT16);
        assertThat(HostData.toDevice(manager, longs).toLongArray()).containsExactly(1L << 40, -1);
        NDArray moved = HostData.toDevice(manager, halves);
        assertThat(TorchOps.dtype(moved)).isEqualTo(Dtype.BFLOAT16);
        assertThat(moved.getShape()).isEqualTo(new Shape(1, 2));
        assertThat(TorchOps.cast(moved, Dtype.FLOAT32).toFloatArray()).containsExactly(1, 2.5f);
        assertThat(HostData.upload(manager, longs)).isSameAs(longs);
    }
}
