package io.magma.weights;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Written bytes and hashes against bytes put together by hand. */
class SafetensorsWriterTest {
    @TempDir
    Path dir;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void writesTheFormatByteForByte() throws Exception {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        tensors.put("h", TorchOps.cast(manager.create(new float[] {-2.5f}), Dtype.BFLOAT16));
        tensors.put("f", manager.create(new float[] {1f, -2.5f}, new Shape(1, 2)));
        Path file = dir.resolve("x.safetensors");
        SafetensorsWriter.write(file, tensors, Map.of("k", "v"));
        byte[] bytes = Files.readAllBytes(file);
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertThat(length % 8).isZero();
        assertThat(new String(bytes, 8, length, StandardCharsets.UTF_8).stripTrailing())
                .isEqualTo("{\"__metadata__\":{\"k\":\"v\"},"
                        + "\"h\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[8,10]},"
                        + "\"f\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]}}");
        assertThat(Arrays.copyOfRange(bytes, 8 + length, bytes.length))
                .containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0, 0x20, 0xc0);
        assertThat(dir.toFile().list()).containsExactly("x.safetensors");
    }

    @Test
    void stateDictsReadBackBitForBit() {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        tensors.put("f", manager.arange(2_500_000f).reshape(2, -1).transpose());
        tensors.put("h", TorchOps.cast(manager.arange(7f).add(0.5f), Dtype.FLOAT16));
        tensors.put("b", TorchOps.cast(manager.create(new float[] {1e30f, Float.NaN, -0f}), Dtype.BFLOAT16));
        tensors.put("l", manager.create(Long.MIN_VALUE));
        tensors.put("i", manager.create(new int[] {-7}));
        tensors.put("o", manager.create(new boolean[] {true, false, true}));
        tensors.put("d", manager.create(new double[] {Math.PI}));
        Path file = dir.resolve("x.safetensors");
        new StateDict(file, tensors).save(file);
        StateDict back = StateDict.load(file, manager);
        assertThat(back.names()).containsExactly("f", "h", "b", "l", "i", "o", "d");
        assertThat(back.size()).isEqualTo(7);
        assertThat(back.get("f").orElseThrow().getFloat(3, 1)).isEqualTo(1_250_003f);
        assertThat(back.get("l").orElseThrow().getLong()).isEqualTo(Long.MIN_VALUE);
        assertThat(TensorHash.sha256(back.tensors())).isEqualTo(TensorHash.sha256(tensors));
        assertThat(back.get("none")).isEmpty();
    }

    @Test
    void hashCoversNameTypeShapeAndBytes() throws Exception {
        NDArray b = TorchOps.cast(manager.create(new float[] {1f, -2.5f}), Dtype.BFLOAT16);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update("1:b BF16 (2)\n".getBytes(StandardCharsets.UTF_8));
        digest.update(new byte[] {(byte) 0x80, 0x3f, 0x20, (byte) 0xc0});
        String expected = HexFormat.of().formatHex(digest.digest());
        assertThat(TensorHash.sha256(Map.of("b", b))).isEqualTo(expected);
        assertThat(TensorHash.sha256(Map.of("c", b))).isNotEqualTo(expected);
        assertThat(TensorHash.sha256(Map.of("b", b.reshape(1, 2)))).isNotEqualTo(expected);
        assertThat(TensorHash.sha256(Map.of("b", TorchOps.cast(b, Dtype.FLOAT32))))
                .isNotEqualTo(expected);
    }
}
