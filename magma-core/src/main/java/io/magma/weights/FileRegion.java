package io.magma.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A range of bytes of an open file.
 *
 * @param file names the file in messages
 * @param channel the open file
 * @param begin first byte
 * @param bytes number of bytes
 */
public record FileRegion(Path file, FileChannel channel, long begin, long bytes) {
    private static final int CHUNK_BYTES = 1 << 18;

    /** Fills {@code target} with the bytes from {@code position} on, counted from the start of the region. */
    public void read(long position, ByteBuffer target) throws IOException {
        if (position < 0 || position + target.remaining() > bytes) {
            throw new IllegalArgumentException(
                    "bytes " + position + " to " + (position + target.remaining()) + " of a region of " + bytes);
        }
        long at = begin + position;
        while (target.hasRemaining()) {
            int n = channel.read(target, at);
            if (n < 0) {
                throw new WeightsException(file, "became shorter while it was read");
            }
            at += n;
        }
    }

    /** Passes {@code length} bytes from {@code position} on to {@code sink}, in pieces of 256 KiB. */
    public void stream(long position, long length, ByteSink sink) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK_BYTES, length));
        for (long done = 0; done < length; done += buffer.limit()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), length - done));
            read(position + done, buffer);
            sink.accept(buffer.flip());
        }
    }
}
