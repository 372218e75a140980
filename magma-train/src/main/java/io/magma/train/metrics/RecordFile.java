package io.magma.train.metrics;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that whole records are appended to, each of them at once, so that others can follow it. Where that fails (a full
 * disk), records are kept in memory and written before the next one that can be.
 */
final class RecordFile implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(RecordFile.class);
    private static final int MAX_PENDING = 100_000;

    private final Path file;
    private final FileChannel channel;
    private final Deque<byte[]> pending = new ArrayDeque<>();
    private long end;

    private RecordFile(Path file, FileChannel channel, long end) {
        this.file = file;
        this.channel = channel;
        this.end = end;
    }

    /** Opens a file behind what is in it, or a new one. */
    static RecordFile open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        return new RecordFile(file, channel, channel.size());
    }

    /**
     * Appends a record, now or later.
     *
     * @throws MetricsException if it cannot be written, and neither could very many before it
     */
    void append(byte[] record) {
        pending.add(record);
        try {
            writePending();
        } catch (IOException e) {
            MetricsException failure = new MetricsException(file, "cannot write", e);
            if (pending.size() >= MAX_PENDING) {
                throw failure;
            }
            if (pending.size() == 1) {
                logger.warn("{}; records are kept in memory until they can be written", failure.getMessage());
            }
        }
    }

    // At a position, so that what was written of a record before it failed is written over.
    private void writePending() throws IOException {
        int late = pending.size() - 1;
        while (!pending.isEmpty()) {
            ByteBuffer record = ByteBuffer.wrap(pending.element());
            for (long at = end; record.hasRemaining(); ) {
                at += channel.write(record, at);
            }
            end += record.limit();
            pending.remove();
        }
        if (late > 0) {
            logger.info("{}: can be written again, nothing is missing", file);
        }
    }

    /**
     * Writes what is kept in memory.
     *
     * @throws MetricsException if that is not possible yet
     */
    void flush() {
        try {
            writePending();
        } catch (IOException e) {
            throw new MetricsException(file, "cannot write", e);
        }
    }

    @Override
    public void close() {
        try (channel) {
            writePending();
        } catch (IOException e) {
            throw new MetricsException(file, "cannot write", e);
        }
    }
}
