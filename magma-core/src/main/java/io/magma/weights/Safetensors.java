package io.magma.weights;

import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.magma.torch.Dtype;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads safetensors headers and believes nothing in them: a file that passes can be mapped and sliced without further checks.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">the format</a>
 */
public final class Safetensors {
    /** Longest header accepted, in bytes; the reference implementation's limit. */
    public static final long MAX_HEADER_BYTES = 100_000_000;

    private static final int LENGTH_BYTES = 8;
    private static final int MAX_DIMENSIONS = 64;
    private static final String METADATA = "__metadata__";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Safetensors() {}

    /**
     * Reads and checks the header of {@code file}.
     *
     * @throws WeightsException if the file cannot be read or is not a well-formed safetensors file
     */
    public static SafetensorsHeader readHeader(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long fileBytes = channel.size();
            if (fileBytes < LENGTH_BYTES) {
                throw new WeightsException(
                        file, "truncated: " + fileBytes + " bytes are too few for a safetensors file");
            }
            long headerBytes = read(channel, 0, LENGTH_BYTES).getLong();
            if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
                throw new WeightsException(
                        file,
                        "not a safetensors file: header length " + Long.toUnsignedString(headerBytes)
                                + " is more than the allowed " + MAX_HEADER_BYTES + " bytes");
            }
            if (headerBytes > fileBytes - LENGTH_BYTES) {
                throw new WeightsException(
                        file, "truncated: the header has " + headerBytes + " bytes, the file only " + fileBytes);
            }
            byte[] json = read(channel, LENGTH_BYTES, (int) headerBytes).array();
            long dataStart = LENGTH_BYTES + headerBytes;
            return parse(file, json, dataStart, fileBytes - dataStart);
        } catch (NoSuchFileException e) {
            throw new WeightsException(file, "no such file", e);
        } catch (IOException e) {
            throw new WeightsException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("it ends at byte " + (position + buffer.position()));
            }
        }
        return buffer.flip();
    }

    private static SafetensorsHeader parse(Path file, byte[] json, long dataStart, long dataBytes) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new WeightsException(file, "the header is not valid JSON: " + e.getOriginalMessage(), e);
        }
        if (root == null || !root.isObject()) {
            throw new WeightsException(file, "the header is not a JSON object");
        }
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (entry.getKey().equals(METADATA)) {
                metadata = metadata(file, entry.getValue());
            } else {
                tensors.put(entry.getKey(), tensor(file, entry.getKey(), entry.getValue()));
            }
        }
        checkLayout(file, tensors, dataBytes);
        return new SafetensorsHeader(file, dataStart, tensors, metadata);
    }

    private static Map<String, String> metadata(Path file, JsonNode node) {
        if (!node.isObject()) {
            throw new WeightsException(file, METADATA + " is not a JSON object");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isTextual()) {
                throw new WeightsException(file, METADATA + ": value of '" + entry.getKey() + "' is not a string");
            }
            metadata.put(entry.getKey(), entry.getValue().textValue());
        }
        return metadata;
    }

    private static TensorInfo tensor(Path file, String name, JsonNode node) {
        String tag = node.path("dtype").asText();
        Dtype dtype = Dtype.ofTag(tag)
                .orElseThrow(() -> new WeightsException(
                        file, "tensor '" + name + "': element type '" + tag + "' is not supported"));
        long[] dimensions = integers(file, name, "shape", node.path("shape"));
        long[] offsets = integers(file, name, "data_offsets", node.path("data_offsets"));
        if (offsets.length != 2) {
            throw new WeightsException(file, "tensor '" + name + "': data_offsets is not a pair");
        }
        if (dimensions.length > MAX_DIMENSIONS) {
            throw new WeightsException(
                    file, "tensor '" + name + "': " + dimensions.length + " dimensions are too many");
        }
        if (offsets[0] > offsets[1]) {
            throw new WeightsException(
                    file, "tensor '" + name + "': it ends at " + offsets[1] + ", before it begins at " + offsets[0]);
        }
        Shape shape = new Shape(dimensions);
        long bytes = byteCount(file, name, dtype, dimensions);
        if (bytes != offsets[1] - offsets[0]) {
            throw new WeightsException(
                    file,
                    "tensor '" + name + "': " + dtype.tag() + " of shape " + shape + " takes " + bytes
                            + " bytes, but data_offsets hold " + (offsets[1] - offsets[0]));
        }
        return new TensorInfo(name, dtype, shape, offsets[0], offsets[1]);
    }

    private static long byteCount(Path file, String name, Dtype dtype, long[] dimensions) {
        long bytes = dtype.bytes();
        try {
            for (long dimension : dimensions) {
                bytes = Math.multiplyExact(bytes, dimension);
            }
        } catch (ArithmeticException e) {
            throw new WeightsException(
                    file, "tensor '" + name + "': shape " + new Shape(dimensions) + " has too many elements", e);
        }
        return bytes;
    }

    private static long[] integers(Path file, String name, String key, JsonNode node) {
        if (!node.isArray()) {
            throw new WeightsException(file, "tensor '" + name + "': " + key + " is missing or not a list");
        }
        long[] values = new long[node.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = node.get(i);
            if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                throw new WeightsException(
                        file, "tensor '" + name + "': " + key + " holds " + value + ", expected a whole number from 0");
            }
            values[i] = value.longValue();
        }
        return values;
    }

    // Tensors must lie one after the other and fill the file: no byte is read twice, none hides between them.
    private static void checkLayout(Path file, Map<String, TensorInfo> tensors, long dataBytes) {
        List<TensorInfo> inFileOrder = new ArrayList<>(tensors.values());
        inFileOrder.sort(Comparator.comparingLong(TensorInfo::begin).thenComparingLong(TensorInfo::end));
        long position = 0;
        for (TensorInfo tensor : inFileOrder) {
            if (tensor.end() > dataBytes) {
                throw new WeightsException(
                        file,
                        "truncated: tensor '" + tensor.name() + "' ends at byte " + tensor.end()
                                + " of the data, which have only " + dataBytes);
            }
            if (tensor.begin() != position) {
                throw new WeightsException(
                        file,
                        "tensor '" + tensor.name() + "' begins at " + tensor.begin() + ", expected " + position + ": "
                                + (tensor.begin() < position ? "it overlaps another" : "there is a hole before it"));
            }
            position = tensor.end();
        }
        if (position != dataBytes) {
            throw new WeightsException(file, "the last " + (dataBytes - position) + " bytes belong to no tensor");
        }
    }
}
