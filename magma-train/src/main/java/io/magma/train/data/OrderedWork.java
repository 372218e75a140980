package io.magma.train.data;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Work on many things by several threads, whose results are taken one by one in order. */
public final class OrderedWork {

    private static final int AHEAD_PER_THREAD = 8;

    private OrderedWork() {}

    /** Takes results. */
    @FunctionalInterface
    public interface Sink<R> {
        /** Takes the result of thing {@code number}. */
        void accept(int number, R result) throws IOException;
    }

    /**
     * Works on the things {@code from} to {@code to - 1}, at most a few per thread ahead of what is taken.
     *
     * @param threads at least 1
     * @param work a thing's number to its result; called by several threads
     * @param sink called by this thread, in order
     * @throws IOException what the sink throws; unchecked exceptions of both come through too, and end the work
     */
    public static <R> void run(int from, int to, int threads, IntFunction<R> work, Sink<R> sink) throws IOException {
        AtomicInteger names = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "ordered-work-" + names.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        try {
            Queue<Future<R>> pending = new ArrayDeque<>();
            int submitted = from;
            for (int number = from; number < to; number++) {
                while (submitted < to && submitted - number < AHEAD_PER_THREAD * threads) {
                    int next = submitted++;
                    pending.add(pool.submit(() -> work.apply(next)));
                }
                sink.accept(number, await(pending.remove()));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static <R> R await(Future<R> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted while waiting for work");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException("work failed: " + e.getCause(), e.getCause());
        }
    }
}
