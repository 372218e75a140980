package io.magma.train.loop;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where the time of a step goes, as this process's Java thread sees it. On a CPU that is where the work is done. A GPU works on
 * after a call has returned, so that there a phase holds what it takes to hand the work over; the rest of the step's wall time is
 * waiting for its results.
 */
final class StepClock {
    /** Parts of a step, in order. */
    enum Phase {
        /** Waiting for batches. */
        DATA,
        /** The loss, the image encoder included. */
        FORWARD,
        /** The gradients. */
        BACKWARD,
        /** Sum over the processes, clipping, optimizer. */
        UPDATE;

        String metric() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);

    <T> T time(Phase phase, Supplier<T> work) {
        long start = System.nanoTime();
        T result = work.get();
        nanos.merge(phase, System.nanoTime() - start, Long::sum);
        return result;
    }

    void run(Phase phase, Runnable work) {
        time(phase, () -> {
            work.run();
            return phase;
        });
    }

    /** Seconds of every phase, by its name in lower case. */
    Map<String, Double> seconds() {
        Map<String, Double> seconds = new LinkedHashMap<>();
        for (Phase phase : Phase.values()) {
            seconds.put(phase.metric(), nanos.getOrDefault(phase, 0L) / 1e9);
        }
        return Collections.unmodifiableMap(seconds);
    }
}
