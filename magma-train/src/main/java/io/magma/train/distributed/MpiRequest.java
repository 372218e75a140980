package io.magma.train.distributed;

import com.sun.jna.Memory;

/** A communication that has begun; its handle lies in native memory, where MPI writes to it. */
final class MpiRequest {
    private final Memory handle = new Memory(Long.BYTES);
    private boolean done;

    Memory handle() {
        return handle;
    }

    boolean done() {
        return done;
    }

    void mark(boolean isDone) {
        done = isDone;
    }
}
