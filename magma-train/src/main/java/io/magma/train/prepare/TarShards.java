package io.magma.train.prepare;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * Writes samples as WebDataset tar shards {@code PREFIX-000000.tar}, {@code PREFIX-000001.tar}, ...
 *
 * <p>The bytes depend on the samples alone: time stamps are zero and there is no owner. A shard is written aside and renamed
 * when it is complete.
 *
 * @see <a href="https://github.com/webdataset/webdataset">WebDataset</a>
 */
public final class TarShards implements AutoCloseable {

    private static final int BLOCK_BYTES = 512;

    private final Path folder;
    private final String prefix;
    private final long maxBytes;
    private int shards;
    private long shardBytes;
    private Optional<TarArchiveOutputStream> tar = Optional.empty();
    private int finished;

    /**
     * Prepares to write; the first shard is made with the first sample.
     *
     * @param folder where the shards go; made if absent
     * @param prefix start of the shard names
     * @param maxBytes a new shard is begun before one grows past this, unless it would hold nothing
     */
    public TarShards(Path folder, String prefix, long maxBytes) throws IOException {
        this(folder, prefix, maxBytes, 0);
    }

    /**
     * Prepares to write further shards beside those that are there.
     *
     * @param folder where the shards go; made if absent
     * @param prefix start of the shard names
     * @param maxBytes a new shard is begun before one grows past this, unless it would hold nothing
     * @param first number of the first shard to write, at least 0
     */
    public TarShards(Path folder, String prefix, long maxBytes, int first) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.prefix = prefix;
        this.maxBytes = maxBytes;
        this.shards = first;
        this.finished = first;
    }

    /**
     * Appends one sample.
     *
     * @param key sample name without a dot in its last path element
     * @param parts content by extension without a dot, written in iteration order
     */
    public void write(String key, Map<String, byte[]> parts) throws IOException {
        if (key.substring(key.lastIndexOf('/') + 1).contains(".")) {
            throw new IllegalArgumentException("WebDataset keys end at the first dot: " + key);
        }
        long bytes = parts.values().stream()
                .mapToLong(content -> BLOCK_BYTES + roundUp(content.length))
                .sum();
        // an archive ends in two empty blocks
        TarArchiveOutputStream out =
                tar.isPresent() && shardBytes + bytes + 2 * BLOCK_BYTES <= maxBytes ? tar.get() : next();
        for (Map.Entry<String, byte[]> part : parts.entrySet()) {
            TarArchiveEntry entry = new TarArchiveEntry(key + "." + part.getKey());
            entry.setSize(part.getValue().length);
            entry.setModTime(0L);
            entry.setIds(0, 0);
            entry.setNames("", "");
            entry.setMode(0100644);
            out.putArchiveEntry(entry);
            out.write(part.getValue());
            out.closeArchiveEntry();
        }
        shardBytes += bytes;
    }

    private TarArchiveOutputStream next() throws IOException {
        close();
        shards++;
        TarArchiveOutputStream out = new TarArchiveOutputStream(
                new BufferedOutputStream(Files.newOutputStream(partial())), BLOCK_BYTES, "UTF-8");
        out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar = Optional.of(out);
        shardBytes = 0;
        return out;
    }

    private static long roundUp(int length) {
        return (length + BLOCK_BYTES - 1L) / BLOCK_BYTES * BLOCK_BYTES;
    }

    /** Returns the number of the shard after the last one that is complete and in place. */
    public int finished() {
        return finished;
    }

    private String name() {
        return String.format(Locale.ROOT, "%s-%06d.tar", prefix, shards - 1);
    }

    private Path partial() {
        return folder.resolve("." + name() + ".partial");
    }

    /** Puts the shard that is being written in place. */
    @Override
    public void close() throws IOException {
        if (tar.isPresent()) {
            tar.get().close();
            Files.move(partial(), folder.resolve(name()), StandardCopyOption.REPLACE_EXISTING);
            finished = shards;
        }
        tar = Optional.empty();
    }
}
