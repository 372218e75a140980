package io.magma.train.loop;

import java.util.Map;

/**
 * What a step did, over all processes.
 *
 * @param step steps done with it, from 1
 * @param loss mean over the targets, in nats
 * @param lr learning rate of the first parameter group
 * @param gradNorm norm of all gradients before clipping
 * @param tokens targets
 * @param samples samples
 * @param seconds wall time, loading of the data included
 * @param extras further means over the targets, by name
 */
public record StepResult(
        int step,
        double loss,
        double lr,
        double gradNorm,
        long tokens,
        long samples,
        double seconds,
        Map<String, Double> extras) {
    /** Samples a second. */
    public double samplesPerSecond() {
        return samples / seconds;
    }

    /** Targets a second. */
    public double tokensPerSecond() {
        return tokens / seconds;
    }
}
