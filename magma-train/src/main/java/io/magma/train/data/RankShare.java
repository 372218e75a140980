package io.magma.train.data;

import java.math.BigInteger;
import java.util.stream.LongStream;

/**
 * Which rows of the global order one process takes.
 *
 * @param rank from 0 to worldSize - 1
 * @param worldSize number of processes
 * @param batchSize rows of a batch of one process
 */
public record RankShare(int rank, int worldSize, int batchSize) {

    /** Checks the ranges. */
    public RankShare {
        if (rank < 0 || rank >= worldSize || batchSize < 1) {
            throw new IllegalArgumentException("expected 0 <= rank < world size and at least one row, got " + rank
                    + ", " + worldSize + ", " + batchSize);
        }
    }

    /** Returns how far a batch of every process brings the order. */
    long stride() {
        return (long) worldSize * batchSize;
    }

    /**
     * Returns whether this process has positions of a lane of the order, those that equal {@code lane} modulo {@code lanes},
     * and is the first that has.
     */
    boolean tellsOf(int lane, int lanes) {
        int divisor =
                BigInteger.valueOf(worldSize).gcd(BigInteger.valueOf(lanes)).intValue();
        return lane % divisor == rank;
    }

    /** Returns this process's positions of the batch that begins at {@code start}, those below {@code end}. */
    long[] positions(long start, long end) {
        return LongStream.range(0, batchSize)
                .map(row -> start + rank + row * worldSize)
                .filter(position -> position < end)
                .toArray();
    }
}
