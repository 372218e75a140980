package io.magma.inference;

import ai.djl.ndarray.NDManager;
import io.magma.multimodal.MultimodalModel;
import io.magma.torch.Autograd;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** Lets threads use a model one after the other, in the order of arrival, until it is closed. */
final class EngineTurns implements AutoCloseable {
    private final MultimodalModel model;
    private final ReentrantLock engine = new ReentrantLock(true);
    private boolean closed;

    EngineTurns(MultimodalModel model) {
        this.model = model;
    }

    /**
     * Runs {@code body} alone, without autograd, with memory that is released when it returns.
     *
     * @throws IllegalStateException if the model is closed
     */
    <T> T run(Function<NDManager, T> body) {
        try (NDManager scratch = memory()) {
            return alone(() -> Autograd.frozen(() -> body.apply(scratch)));
        }
    }

    /**
     * Memory that outlives a turn; caller closes.
     *
     * @throws IllegalStateException if the model is closed
     */
    NDManager memory() {
        return alone(() -> model.manager().newSubManager());
    }

    private <T> T alone(Supplier<T> body) {
        engine.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the model is closed");
            }
            return body.get();
        } finally {
            engine.unlock();
        }
    }

    /** Waits for those before and frees the model; closing it again does nothing. */
    @Override
    public void close() {
        engine.lock();
        try {
            if (!closed) {
                closed = true;
                model.close();
            }
        } finally {
            engine.unlock();
        }
    }
}
