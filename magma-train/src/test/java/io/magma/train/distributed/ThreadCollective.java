package io.magma.train.distributed;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Ranks that are threads of one process, for tests. */
public final class ThreadCollective implements Collective {
    private final int rank;
    private final Object[] slots;
    private final CyclicBarrier barrier;

    private ThreadCollective(int rank, Object[] slots, CyclicBarrier barrier) {
        this.rank = rank;
        this.slots = slots;
        this.barrier = barrier;
    }

    /** Runs {@code body} on {@code size} ranks at once; their results in order of rank. */
    public static <T> List<T> run(int size, Function<Collective, T> body)
            throws InterruptedException, ExecutionException {
        Object[] slots = new Object[size];
        CyclicBarrier barrier = new CyclicBarrier(size);
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<Callable<T>> ranks = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Collective collective = new ThreadCollective(i, slots, barrier);
                ranks.add(() -> body.apply(collective));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(ranks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdown();
        }
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return slots.length;
    }

    private <T> List<T> exchange(T mine, Class<T> type) {
        slots[rank] = mine;
        barrier();
        List<T> all = new ArrayList<>();
        for (Object slot : slots) {
            all.add(type.cast(slot));
        }
        barrier();
        return all;
    }

    @Override
    public void allReduceSum(List<NDArray> arrays) {
        for (NDArray array : arrays) {
            List<float[]> all = exchange(array.toFloatArray(), float[].class);
            float[] sum = new float[all.get(0).length];
            for (float[] values : all) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += values[i];
                }
            }
            overwrite(array, sum);
        }
    }

    private static void overwrite(NDArray array, float[] values) {
        try (NDManager manager = array.getManager().newSubManager()) {
            TorchOps.copyInto(array, manager.create(values, array.getShape()));
        }
    }

    @Override
    public double allReduceSum(double value) {
        return exchange(value, Double.class).stream().mapToDouble(v -> v).sum();
    }

    @Override
    public long allReduceSum(long value) {
        return exchange(value, Long.class).stream().mapToLong(v -> v).sum();
    }

    @Override
    public List<Long> allGather(long value) {
        return exchange(value, Long.class);
    }

    @Override
    public void broadcast(List<NDArray> arrays, int root) {
        for (NDArray array : arrays) {
            overwrite(array, exchange(array.toFloatArray(), float[].class).get(root));
        }
    }

    @Override
    public void barrier() {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
            throw new IllegalStateException(e);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("ranks make different calls", e);
        }
    }

    @Override
    public void close() {}
}
