package io.magma.train.distributed;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for communications, but not for ever. */
final class MpiWaiting {
    private static final Logger logger = LoggerFactory.getLogger(MpiWaiting.class);

    /** Communication moves on when it is looked at, so looking is worth a core for a while. */
    private static final long BUSY_NANOS = 50_000_000;

    private static final long PAUSE_NANOS = 100_000;
    /** Launchers end the others when a process dies, and kill them a second later. */
    private static final long NOTE_NANOS = 100_000_000;
    /** What a process that is told to end leaves the others for their part of the step, and rank 0 for the checkpoint. */
    private static final Duration ENDING = Duration.ofMinutes(1);

    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final RollCall rollCall;
    private final int rank;
    private final Duration timeout;
    private volatile long endingSince;
    private volatile boolean ending;
    private int step;
    private int reached;

    MpiWaiting(MpiLibrary mpi, int rank, int size, Duration timeout) {
        this.rollCall = new RollCall(mpi, rank, size, ANSWER);
        this.rank = rank;
        this.timeout = timeout;
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "mpi-ending"));
    }

    private void end() {
        endingSince = System.nanoTime();
        ending = true;
    }

    /** The step that communications belong to from now on. */
    void enter(int newStep) {
        step = newStep;
    }

    /**
     * Returns when {@code done}.
     *
     * @throws DistributedException if a process is missing after the timeout, or this one is told to end and the others do not
     *     come
     */
    void until(BooleanSupplier done) {
        long began = System.nanoTime();
        boolean noted = false;
        while (!done.getAsBoolean()) {
            long now = System.nanoTime();
            pause(now - began);
            if (ending) {
                long waited = now - Math.max(began, endingSince);
                noted = noted || note(waited);
                if (waited > ENDING.toNanos()) {
                    throw new DistributedException(
                            place() + ": told to end, and the other processes did not come within " + ENDING.toSeconds()
                                    + " s");
                }
            } else if (now - began > timeout.toNanos() || (now - began > BUSY_NANOS && rollCall.isHeld())) {
                throw new DistributedException(verdict(rollCall.missing()));
            }
        }
        reached = step;
    }

    private boolean note(long waited) {
        if (waited > NOTE_NANOS) {
            logger.warn(
                    "rank {}: told to end in step {} while waiting for other processes; the last step that all"
                            + " took part in is {}",
                    rank,
                    step,
                    reached);
            return true;
        }
        return false;
    }

    private String place() {
        return "step " + step + ": rank " + rank;
    }

    private String verdict(List<Integer> missing) {
        String limit = " within " + timeout.toSeconds() + " s (training.distributed_timeout_seconds)";
        if (missing.isEmpty()) {
            return "step " + step + ": all processes are there, but could not exchange their data" + limit;
        }
        String ranks = missing.stream().map(String::valueOf).collect(Collectors.joining(", "));
        boolean one = missing.size() == 1;
        return "step " + step + ": rank" + (one ? " " : "s ") + ranks + (one ? " has" : " have") + " not answered"
                + limit + "; the last step " + (one ? "it" : "they") + " took part in is " + reached;
    }

    /** Leaves the core to others: at once for a moment, later for longer. */
    // Not for correctness: whoever else wants the core gets it, and if nobody does, nothing is slept through.
    @SuppressWarnings("ThreadPriorityCheck")
    static void pause(long waitedNanos) {
        if (waitedNanos < BUSY_NANOS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
