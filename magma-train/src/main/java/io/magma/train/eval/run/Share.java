package io.magma.train.eval.run;

import io.magma.config.ConfigException;
import java.util.ArrayList;
import java.util.List;

/**
 * Which part of the items a process asks.
 *
 * @param rank number of the process, from 0
 * @param ranks number of processes
 * @param batchSize prompts that are asked together
 */
public record Share(int rank, int ranks, int batchSize) {
    public Share {
        if (ranks < 1 || rank < 0 || rank >= ranks) {
            throw new ConfigException("rank must be from 0 to " + (ranks - 1) + " of " + ranks + ", was " + rank);
        }
        if (batchSize < 1) {
            throw new ConfigException("batch size must be at least 1, was " + batchSize);
        }
    }

    /** Every {@code ranks}-th of a list. */
    <T> List<T> of(List<T> all) {
        List<T> own = new ArrayList<>();
        for (int i = rank; i < all.size(); i += ranks) {
            own.add(all.get(i));
        }
        return own;
    }
}
