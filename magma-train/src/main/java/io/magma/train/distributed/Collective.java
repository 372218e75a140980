package io.magma.train.distributed;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What the processes of a run do together.
 *
 * <p>Every process makes the same calls in the same order with arrays of the same shapes; each call returns when its part is
 * done, and throws a {@link DistributedException} if another process does not do its part.
 */
public interface Collective extends AutoCloseable {
    /** Number of this process, from 0. */
    int rank();

    /** Number of processes; at least 1. */
    int size();

    /** Replaces each float32 array by its sum over all processes, in place; the same bits on each of them. */
    void allReduceSum(List<NDArray> arrays);

    /** Sum over all processes. */
    double allReduceSum(double value);

    /** Sum over all processes. */
    long allReduceSum(long value);

    /** The values of all processes, by rank. */
    List<Long> allGather(long value);

    /** Replaces each float32 array by that of process {@code root}, in place. */
    void broadcast(List<NDArray> arrays, int root);

    /** Returns when every process has called it. */
    void barrier();

    /** Tells which step the calls that follow belong to, for messages. */
    default void enter(int step) {}

    /**
     * Leaves in order, after the last call. A process that has failed does not call it, so that whoever started the processes
     * ends the others.
     */
    @Override
    void close();
}
