package io.magma.weights;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
        Path aside = file.resolveSibling(file.getFileName() + ".partial");
        try {
            try (FileChannel channel = FileChannel.open(
                    aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                List<Map.Entry<String, NDArray>> layout = layout(tensors);
                writeFully(channel, header(tensors, layout, metadata));
                for (Map.Entry<String, NDArray> tensor : layout) {
                    TensorBytes.stream(tensor.getValue(), bytes -> writeFully(channel, bytes));
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

    private static List<Map.Entry<String, NDArray>> layout(Map<String, NDArray> tensors) {
        return tensors.entrySet().stream()
                .sorted(Comparator.comparing(e -> TorchOps.dtype(e.getValue()).bytes(), Comparator.reverseOrder()))
                .toList();
    }

    private static ByteBuffer header(
            Map<String, NDArray> tensors, List<Map.Entry<String, NDArray>> layout, Map<String, String> metadata)
            throws IOException {
        Map<String, Long> begins = new LinkedHashMap<>();
        long position = 0;
        for (Map.Entry<String, NDArray> tensor : layout) {
            begins.put(tensor.getKey(), position);
            position += bytes(tensor.getValue());
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

    private static Map<String, Object> entry(NDArray tensor, long begin) {
        Map<String, Object> entry = new LinkedHashMap<>();
        Dtype dtype = TorchOps.dtype(tensor);
        entry.put("dtype", dtype.tag());
        entry.put("shape", tensor.getShape().getShape());
        entry.put("data_offsets", new long[] {begin, begin + bytes(tensor)});
        return entry;
    }

    private static long bytes(NDArray tensor) {
        return tensor.size() * TorchOps.dtype(tensor).bytes();
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
