package io.magma.train.distributed;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * What the processes of a run do together.
 *
 * <p>Every process makes the same calls in the same order with arrays of the same shapes; each call returns when its part is
 * done.
 */
public interface Collective extends AutoCloseable {
    /** Number of this process, from 0. */
    int rank();

    /** Number of processes; at least 1. */
    int size();

    /** Replaces each array by its sum over all processes, in place. */
    void allReduceSum(List<NDArray> arrays);

    /** Sum over all processes. */
    double allReduceSum(double value);

    /** Sum over all processes. */
    long allReduceSum(long value);

    /** Replaces each array by that of process {@code root}, in place. */
    void broadcast(List<NDArray> arrays, int root);

    /** Returns when every process has called it. */
    void barrier();

    @Override
    void close();
}
