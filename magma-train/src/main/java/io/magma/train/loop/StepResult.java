package io.magma.train.loop;

import io.magma.train.optim.GradientNorms;
import java.util.Map;

/**
 * What a step did, over all processes.
 *
 * @param step steps done with it, from 1
 * @param loss mean over the targets, in nats
 * @param lr learning rate of the first parameter group
 * @param gradNorms norms of the gradients before clipping
 * @param tokens targets
 * @param samples samples
 * @param unlabelled micro-batches without a target, which add nothing
 * @param seconds wall time, loading of the data included; the mean of the steps that were read together
 * @param phaseSeconds where they went in this process: data, forward, backward, update; likewise a mean
 * @param extras further means over the targets, by name
 */
public record StepResult(
        int step,
        double loss,
        double lr,
        GradientNorms gradNorms,
        long tokens,
        long samples,
        long unlabelled,
        double seconds,
        Map<String, Double> phaseSeconds,
        Map<String, Double> extras) {
    /** Norm of all gradients together, before clipping. */
    public double gradNorm() {
        return gradNorms.total();
    }

    /** Seconds in which this process waited for its data. */
    public double dataSeconds() {
        return phaseSeconds.getOrDefault(StepClock.Phase.DATA.metric(), 0.0);
    }

    /** Part of the time in which this process waited for its data, from 0 to 1. */
    public double dataWaitFraction() {
        return dataSeconds() / seconds;
    }

    /** Samples a second. */
    public double samplesPerSecond() {
        return samples / seconds;
    }

    /** Targets a second. */
    public double tokensPerSecond() {
        return tokens / seconds;
    }
}
