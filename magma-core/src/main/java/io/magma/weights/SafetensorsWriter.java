package io.magma.weights;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes safetensors files, one tensor after the other.
 *
 * <p>The header keeps the order of the map and is padded to eight bytes; the data lie by falling element size, as the
 * reference implementation has it, so every tensor is aligned and can be mapped. The file is written aside and renamed, so a
 * process that has the old one mapped is not disturbed.
 */
public final class SafetensorsWriter {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /** Writes {@code tensors} and flushes them to the disk. */
    public static void write(Path file, Map<String, NDArray> tensors, Map<String, String> metadata) {
        write(file, tensors, metadata, true);
    }

    /**
     * Writes {@code tensors}.
     *
     * @param metadata free text; may be empty
     * @param sync whether to return only when the bytes are on the disk
     * @throws WeightsException if the file cannot be written
     */
    public static void write(Path file, Map<String, NDArray> tensors, Map<String, String> metadata, boolean sync) {
        Map<String, StreamedTensor> streamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> streamed.put(name, new ArrayTensor(tensor)));
        writeStreamed(file, streamed, metadata, sync);
    }

    /**
     * Writes tensors that are read while they are written, in memory of a few buffers.
     *
     * @param metadata free text; may be empty
     * @param sync whether to return only when the bytes are on the disk
     * @throws WeightsException if the file cannot be written, or a tensor cannot be read
     */
    public static void writeStreamed(
            Path file, Map<String, ? extends StreamedTensor> tensors, Map<String, String> metadata, boolean sync) {
        Path aside = file.resolveSibling(file.getFileName() + ".partial");
        try {
            try (FileChannel channel = FileChannel.open(
                    aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                List<Map.Entry<String, StreamedTensor>> layout = layout(tensors);
                writeFully(channel, header(tensors, layout, metadata));
                for (Map.Entry<String, StreamedTensor> tensor : layout) {
                    tensor.getValue().stream(bytes -> writeFully(channel, bytes));
                }
                if (sync) {
                    channel.force(true);
                }
            }
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UncheckedIOException e) {
            throw new WeightsException(file, "cannot be written: " + e.getMessage(), e);
        }
    }

    private static List<Map.Entry<String, StreamedTensor>> layout(Map<String, ? extends StreamedTensor> tensors) {
        List<Map.Entry<String, StreamedTensor>> layout = new ArrayList<>();
        tensors.forEach((name, tensor) -> layout.add(Map.entry(name, tensor)));
        layout.sort(Comparator.comparing(e -> e.getValue().dtype().bytes(), Comparator.reverseOrder()));
        return layout;
    }

    private static ByteBuffer header(
            Map<String, ? extends StreamedTensor> tensors,
            List<Map.Entry<String, StreamedTensor>> layout,
            Map<String, String> metadata)
            throws IOException {
        Map<String, Long> begins = new LinkedHashMap<>();
        long position = 0;
        for (Map.Entry<String, StreamedTensor> tensor : layout) {
            begins.put(tensor.getKey(), position);
            position += tensor.getValue().bytes();
        }
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put("__metadata__", metadata);
        }
        tensors.forEach((name, tensor) -> header.put(name, entry(tensor, begins.getOrDefault(name, 0L))));
        byte[] json = JSON.writeValueAsBytes(header);
        byte[] padded = Arrays.copyOf(json, (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return ByteBuffer.allocate(Long.BYTES + padded.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded.length)
                .put(padded)
                .flip();
    }

    private static Map<String, Object> entry(StreamedTensor tensor, long begin) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("dtype", tensor.dtype().tag());
        entry.put("shape", tensor.shape().getShape());
        entry.put("data_offsets", new long[] {begin, begin + tensor.bytes()});
        return entry;
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
