package io.magma.train.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Bytes of a file, or a range of them.
 *
 * @param name names them in messages
 * @param file the file that holds them
 * @param offset first byte
 * @param length in bytes, or {@link #TO_END}
 */
public record FileBytes(String name, Path file, long offset, long length) implements ImageBytes {

    /** A length: all that follows the offset. */
    public static final long TO_END = -1;

    @Override
    public Optional<Path> wholeFile() {
        return length == TO_END && offset == 0 ? Optional.of(file) : Optional.empty();
    }

    /** {@inheritDoc} A missing, unreadable or too short file is a corrupt sample. */
    @Override
    public byte[] read() {
        try {
            return length == TO_END && offset == 0 ? Files.readAllBytes(file) : readRange();
        } catch (NoSuchFileException e) {
            throw new CorruptSampleException(name, "no such file", e);
        } catch (IOException e) {
            throw new CorruptSampleException(name, "cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] readRange() throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long count = length == TO_END ? channel.size() - offset : length;
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(count));
            channel.position(offset);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes) < 0) {
                    throw new EOFException("the file ends before byte " + (offset + count));
                }
            }
            return bytes.array();
        }
    }
}
