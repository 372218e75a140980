package io.magma.train.data;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Reads a tar shard in order, one group of neighbouring members with the same key after the other.
 *
 * <p>It looks one header ahead and never further, and remembers where each group begins, so that another reader that starts
 * there sees the same groups and the same damage.
 */
final class ShardReader implements Closeable {

    private static final int BLOCK_BYTES = 512;

    /**
     * The parts of one key.
     *
     * @param key the key
     * @param offset byte of the shard at which its first header begins
     * @param parts those members that samples are made of, by extension
     */
    record Group(String key, long offset, Map<String, HeldBytes> parts) {}

    private final String name;
    private final long start;
    private final Counter bytes;
    private final TarArchiveInputStream tar;
    private Optional<TarArchiveEntry> ahead = Optional.empty();
    private Optional<CorruptSampleException> damage = Optional.empty();
    private long offset;
    private long contentEnd;
    private boolean started;

    /**
     * Reads from a byte on, which must be the beginning of a header.
     *
     * @throws DataException if the shard cannot be reached
     */
    ShardReader(Shard shard, long offset) {
        name = shard.name();
        start = offset;
        contentEnd = offset;
        this.offset = offset;
        bytes = new Counter(shard.open(offset));
        tar = new TarArchiveInputStream(bytes, "UTF-8");
    }

    /** Returns where the next group, or what is wrong with the shard, begins. */
    long offset() {
        return offset;
    }

    /**
     * Returns the next group; empty at the end.
     *
     * @throws CorruptSampleException if the shard is damaged from here on; then it is at its end
     * @throws DataException if it cannot be reached any more
     */
    Optional<Group> next() {
        if (!started) {
            started = true;
            advance();
        }
        if (damage.isPresent()) {
            CorruptSampleException found = damage.get();
            damage = Optional.empty();
            throw found;
        }
        if (ahead.isEmpty()) {
            return Optional.empty();
        }
        long from = offset;
        Optional<String> key = key(ahead.get());
        Map<String, HeldBytes> parts = new LinkedHashMap<>();
        do {
            read(ahead.get(), parts);
            advance();
        } while (ahead.isPresent() && key(ahead.get()).equals(key));
        return Optional.of(new Group(key.orElse(""), from, parts));
    }

    private static Optional<String> key(TarArchiveEntry entry) {
        return WebDatasetSample.split(entry.getName()).map(WebDatasetSample.MemberName::key);
    }

    private void read(TarArchiveEntry entry, Map<String, HeldBytes> parts) {
        Optional<WebDatasetSample.MemberName> member = WebDatasetSample.split(entry.getName())
                .filter(WebDatasetSample.MemberName::isPart)
                .filter(part -> entry.isFile());
        if (member.isPresent()) {
            parts.put(member.get().extension(), new HeldBytes(name + "!" + entry.getName(), content(entry)));
        }
    }

    private byte[] content(TarArchiveEntry entry) {
        try {
            byte[] content = tar.readNBytes(Math.toIntExact(entry.getSize()));
            if (content.length == entry.getSize()) {
                return content;
            }
        } catch (IOException e) {
            throw cut(entry, e);
        } catch (ArithmeticException e) {
            throw cut(entry, new IOException("more than 2 GiB", e));
        }
        throw cut(entry, new IOException("too few bytes"));
    }

    private CorruptSampleException cut(TarArchiveEntry entry, IOException cause) {
        ahead = Optional.empty();
        return new CorruptSampleException(
                name + "!" + entry.getName(),
                "the shard is damaged within it (" + cause.getMessage() + "); the rest of the shard is skipped",
                cause);
    }

    /** Reads the next header; what is wrong with it is told when it is asked for. */
    private void advance() {
        offset = start + (contentEnd - start + BLOCK_BYTES - 1) / BLOCK_BYTES * BLOCK_BYTES;
        ahead = Optional.empty();
        try {
            ahead = Optional.ofNullable(tar.getNextEntry());
            if (ahead.isPresent()) {
                contentEnd = start + bytes.count + ahead.get().getSize();
            } else if (start + bytes.count < offset + BLOCK_BYTES) {
                damage = Optional.of(new CorruptSampleException(
                        name, "the shard ends at byte " + offset + " without a tar's end mark; it is truncated"));
            }
        } catch (IOException | IllegalArgumentException e) {
            damage = Optional.of(new CorruptSampleException(
                    name,
                    "the shard is damaged at byte " + offset + " (" + e.getMessage() + "); the rest of it is skipped",
                    e));
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    /** Counts what is taken out of a stream. */
    private static final class Counter extends FilterInputStream {
        private long count;

        Counter(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(0, read);
            return read;
        }

        @Override
        public boolean markSupported() {
            return false; // going back would count twice
        }

        @Override
        public long skip(long length) throws IOException {
            long skipped = super.skip(length);
            count += skipped;
            return skipped;
        }
    }
}
