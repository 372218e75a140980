package io.magma.weights.torchfile;

import io.magma.weights.FileRegion;
import io.magma.weights.WeightsException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The zip around a PyTorch file, zip64 too: names of entries and where their bytes lie. */
final class TorchArchive implements Closeable {
    private static final String PICKLE = "data.pkl";
    private static final int MAX_SMALL_BYTES = 1 << 28;

    private final Path file;
    private final FileChannel channel;
    private final String prefix;
    private final Map<String, ZipArchiveEntry> entries;

    /**
     * A stored entry.
     *
     * @param region its bytes
     * @param crc CRC-32 of its bytes
     */
    record Entry(FileRegion region, long crc) {}

    private TorchArchive(Path file, FileChannel channel, String prefix, Map<String, ZipArchiveEntry> entries) {
        this.file = file;
        this.channel = channel;
        this.prefix = prefix;
        this.entries = entries;
    }

    /**
     * Reads the directory of an archive.
     *
     * @throws WeightsException if the file is not a PyTorch zip file
     */
    static TorchArchive open(Path file) {
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new WeightsException(file, "no such file", e);
        } catch (IOException e) {
            throw new WeightsException(file, "cannot be read: " + e.getMessage(), e);
        }
        try {
            return open(file, channel);
        } catch (IOException e) {
            throw closing(channel, new WeightsException(file, "cannot be read: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            throw closing(channel, e);
        }
    }

    private static TorchArchive open(Path file, FileChannel channel) throws IOException {
        OtherFormats.refuse(file, channel);
        Map<String, ZipArchiveEntry> entries = directory(file);
        String prefix = entries.keySet().stream()
                .filter(name -> name.equals(PICKLE) || name.endsWith("/" + PICKLE))
                .min(Comparator.comparing(String::length))
                .map(name -> name.substring(0, name.length() - PICKLE.length()))
                .orElseThrow(() -> new WeightsException(
                        file, "is a zip without " + PICKLE + ", not a file that torch.save wrote"));
        TorchArchive archive = new TorchArchive(file, channel, prefix, entries);
        archive.requireLittleEndian();
        return archive;
    }

    private static RuntimeException closing(FileChannel channel, RuntimeException failure) {
        try {
            channel.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private static Map<String, ZipArchiveEntry> directory(Path file) throws IOException {
        Map<String, ZipArchiveEntry> entries = new HashMap<>();
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                if (entries.put(entry.getName(), entry) != null) {
                    throw new WeightsException(file, "has two entries named " + entry.getName());
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new WeightsException(file, "truncated or damaged: its zip directory cannot be read: " + reason, e);
        }
        return entries;
    }

    private void requireLittleEndian() throws IOException {
        if (entries.containsKey(prefix + "byteorder")) {
            String order = new String(small("byteorder"), StandardCharsets.US_ASCII).strip();
            if (!order.equals("little")) {
                throw new WeightsException(file, "byte order '" + order + "' is not supported");
            }
        }
    }

    Path file() {
        return file;
    }

    /** The pickle of the whole object. */
    byte[] pickle() throws IOException {
        return small(PICKLE);
    }

    /** The entry of this name below the archive's folder. */
    Entry entry(String name) {
        ZipArchiveEntry entry = entries.get(prefix + name);
        if (entry == null) {
            throw new WeightsException(file, "has no entry " + prefix + name + ", to which its pickle refers");
        }
        if (entry.getMethod() != ZipEntry.STORED) {
            throw new WeightsException(
                    file, "entry " + prefix + name + " is compressed; torch.save and torch.jit.save store them");
        }
        try {
            long begin = entry.getDataOffset();
            if (begin < 0 || entry.getSize() < 0 || begin > channel.size() - entry.getSize()) {
                throw new WeightsException(
                        file, "truncated: entry " + prefix + name + " reaches beyond the file's end");
            }
            return new Entry(new FileRegion(file, channel, begin, entry.getSize()), entry.getCrc());
        } catch (IOException e) {
            throw new WeightsException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private byte[] small(String name) throws IOException {
        FileRegion region = entry(name).region();
        if (region.bytes() > MAX_SMALL_BYTES) {
            throw new WeightsException(file, "entry " + name + " of " + region.bytes() + " bytes is too large");
        }
        byte[] bytes = new byte[(int) region.bytes()];
        region.read(0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
