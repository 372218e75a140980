package io.magma.train.loop;

import ai.djl.ndarray.NDArray;
import io.magma.train.optim.DeviceNorms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A step that was handed over to the device and whose losses and norms have not been read.
 *
 * @param step steps done with it, from 1
 * @param lr learning rate of the first parameter group
 * @param losses of this process's micro-batches; closed with the step
 * @param norms of the gradients of all processes before clipping, with the manager of the losses
 * @param tokens targets of all processes
 * @param samples of all processes
 * @param unlabelled micro-batches without a target
 * @param names of this process's samples, for messages
 * @param began {@code System.nanoTime()} at its start
 * @param phaseSeconds what {@link StepClock} measured
 */
record StepInFlight(
        int step,
        double lr,
        DeviceLosses losses,
        DeviceNorms norms,
        long tokens,
        long samples,
        long unlabelled,
        String names,
        long began,
        Map<String, Double> phaseSeconds)
        implements AutoCloseable {
    /** All that is to be read, in order: losses and extras, then norms. */
    List<NDArray> numbers() {
        List<NDArray> numbers = new ArrayList<>(losses.numbers());
        numbers.add(norms.values());
        return numbers;
    }

    @Override
    public void close() {
        losses.close();
    }
}
