package io.magma.weights;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the bytes of a tensor piece by piece. */
@FunctionalInterface
public interface ByteSink {
    /** Takes the remaining bytes of a buffer, which is valid during the call only. */
    void accept(ByteBuffer bytes) throws IOException;
}
