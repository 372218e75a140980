package io.magma.train.distributed;

import com.sun.jna.Memory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Finds out which process is missing when a communication does not end.
 *
 * <p>Rank 0 calls, whoever waits answers, and who does not answer is computing, stuck or dead; then rank 0 tells the others whom
 * it missed. Nothing is sent as long as all goes well.
 */
final class RollCall {
    private static final int HERE = 71;
    private static final int CALL = 72;
    private static final int VERDICT = 73;

    private final MpiLibrary mpi;
    private final int rank;
    private final int size;
    private final Duration patience;

    /**
     * Prepares.
     *
     * @param patience how long a process that waits may take to answer
     */
    RollCall(MpiLibrary mpi, int rank, int size, Duration patience) {
        this.mpi = mpi;
        this.rank = rank;
        this.size = size;
        this.patience = patience;
    }

    /** Whether another process has asked for it, so that this one has to take part. */
    boolean isHeld() {
        return mpi.arrived(rank == 0 ? HERE : CALL);
    }

    /** Ranks that did not answer, in order; none if all did. */
    List<Integer> missing() {
        return rank == 0 ? call() : answer();
    }

    private List<Integer> call() {
        Memory nothing = new Memory(1);
        List<MpiRequest> answers = new ArrayList<>();
        for (int other = 1; other < size; other++) {
            answers.add(mpi.receive(new Memory(1), 1, other, HERE));
            mpi.send(nothing, 1, other, CALL);
        }
        await(() -> mpi.test(answers), patience);
        List<Integer> missing = IntStream.range(1, size)
                .filter(other -> !answers.get(other - 1).done())
                .boxed()
                .toList();
        Memory verdict = new Memory(size);
        IntStream.range(0, size).forEach(other -> verdict.setByte(other, (byte) (missing.contains(other) ? 1 : 0)));
        List<MpiRequest> told = IntStream.range(1, size)
                .filter(other -> !missing.contains(other))
                .mapToObj(other -> mpi.send(verdict, size, other, VERDICT))
                .toList();
        await(() -> mpi.test(told), patience);
        return missing;
    }

    private List<Integer> answer() {
        Memory verdict = new Memory(size);
        mpi.send(new Memory(1), 1, 0, HERE);
        MpiRequest told = mpi.receive(verdict, size, 0, VERDICT);
        if (!await(() -> mpi.test(told), patience.multipliedBy(3))) {
            return List.of(0);
        }
        return IntStream.range(0, size)
                .filter(other -> verdict.getByte(other) != 0)
                .boxed()
                .toList();
    }

    private static boolean await(BooleanSupplier done, Duration patience) {
        long began = System.nanoTime();
        while (!done.getAsBoolean()) {
            long waited = System.nanoTime() - began;
            if (waited > patience.toNanos()) {
                return false;
            }
            MpiWaiting.pause(waited);
        }
        return true;
    }
}
