package io.magma.train.loop;

import java.util.Map;

/**
 * Endless micro-batches of this process, in an order that is a pure function of the seed.
 *
 * @param <B> a batch, on the host
 */
public interface BatchSource<B> extends AutoCloseable {
    /** The next micro-batch. */
    B next();

    /**
     * Position behind the batch returned last, whatever was read ahead; the same on all processes, which ask for it together.
     */
    Map<String, Long> cursor();

    /** Continues at a position that {@link #cursor} gave, in this process or another. */
    void restore(Map<String, Long> cursor);

    @Override
    void close();
}
