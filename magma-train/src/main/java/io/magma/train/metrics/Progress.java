package io.magma.train.metrics;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a run is.
 *
 * @param step steps done, from 1
 * @param steps steps to do
 * @param loss loss of the last step
 * @param lr learning rate of the last step
 * @param gradNorm gradient norm of the last step, before clipping
 * @param tokensPerSecond target tokens a second in the last step
 * @param dataWaitFraction part of the last step in which the process waited for data, from 0 to 1
 * @param memory memory of the process, where it is known
 * @param remaining estimated time to the last step
 */
public record Progress(
        int step,
        int steps,
        double loss,
        double lr,
        double gradNorm,
        double tokensPerSecond,
        double dataWaitFraction,
        Optional<ResidentMemory> memory,
        Duration remaining) {}
