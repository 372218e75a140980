package io.magma.train.distributed;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * What adding up gradients costs.
 *
 * @param bytes of the gradients of one process
 * @param medianSeconds of adding them up over all processes
 * @param minSeconds likewise
 */
public record AllReduceTiming(long bytes, double medianSeconds, double minSeconds) {
    /** Bytes of a process's gradients by the median time. */
    public double bytesPerSecond() {
        return bytes / medianSeconds;
    }

    /**
     * Measures; all processes do it together.
     *
     * @param bytes a multiple of 4; at least 4
     * @param repeats timed repetitions, after an untimed one; 1 to 30
     * @throws DistributedException if the sum is wrong
     */
    public static AllReduceTiming measure(Collective collective, Device device, long bytes, int repeats) {
        try (NDManager manager = NDManager.newBaseManager(device, "PyTorch")) {
            NDArray gradients = manager.ones(new Shape(bytes / Float.BYTES), DataType.FLOAT32);
            double[] seconds = new double[repeats + 1];
            for (int i = 0; i <= repeats; i++) {
                collective.barrier();
                long began = System.nanoTime();
                collective.allReduceSum(List.of(gradients));
                requireSum(gradients, Math.pow(collective.size(), i + 1));
                seconds[i] = (System.nanoTime() - began) / 1e9;
            }
            double[] timed = Arrays.copyOfRange(seconds, 1, seconds.length);
            Arrays.sort(timed);
            return new AllReduceTiming(bytes, timed[repeats / 2], timed[0]);
        }
    }

    // Reading an element also waits for the device.
    private static void requireSum(NDArray gradients, double expected) {
        try (NDArray last = gradients.get(gradients.size() - 1)) {
            float value = last.getFloat();
            if (value != (float) expected) {
                throw new DistributedException("the sum of ones is " + value + ", not " + expected);
            }
        }
    }
}
