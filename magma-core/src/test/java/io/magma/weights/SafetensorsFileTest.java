package io.magma.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors read from files whose bytes are written out by hand. */
class SafetensorsFileTest {
    private static final String ENTRIES = "\"f\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
            + "\"d\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[8,16]},"
            + "\"l\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[16,24]},"
            + "\"i\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[24,28]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[28,32]},"
            + "\"h\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[32,34]},"
            + "\"c\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[34,35]},"
            + "\"u\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[35,36]},"
            + "\"o\":{\"dtype\":\"BOOL\",\"shape\":[2],\"data_offsets\":[36,38]},"
            + "\"e\":{\"dtype\":\"BF16\",\"shape\":[0,4],\"data_offsets\":[38,38]}";
    private static final byte[] DATA = {
        0,
        0,
        (byte) 0x80,
        0x3f,
        0,
        0,
        0x20,
        (byte) 0xc0, // 1.0f, -2.5f
        0,
        0,
        0,
        0,
        0,
        0,
        (byte) 0xe0,
        0x3f, // 0.5
        (byte) 0xfe,
        -1,
        -1,
        -1,
        -1,
        -1,
        -1,
        -1, // -2
        0,
        1,
        0,
        0, // 256
        (byte) 0x80,
        0x3f,
        0x20,
        (byte) 0xc0, // 1, -2.5
        0,
        0x3c, // 1
        -3,
        (byte) 200,
        1,
        0
    };

    @TempDir
    Path dir;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 7})
    void readsEveryTypeAtAnyOffset(int shift) {
        Path file = RawSafetensors.write(dir.resolve("x.safetensors"), RawSafetensors.header(ENTRIES, shift), DATA);
        try (SafetensorsFile opened = SafetensorsFile.open(file, manager)) {
            NDArray f = opened.tensor("f");
            assertThat(f.getShape()).isEqualTo(new Shape(2, 1));
            assertThat(f.toFloatArray()).containsExactly(1f, -2.5f);
            assertThat(opened.tensor("d").toDoubleArray()).containsExactly(0.5);
            assertThat(opened.tensor("l").getShape()).isEqualTo(new Shape());
            assertThat(opened.tensor("l").getLong()).isEqualTo(-2);
            assertThat(opened.tensor("i").toIntArray()).containsExactly(256);
            NDArray b = opened.tensor("b");
            assertThat(TorchOps.dtype(b)).isEqualTo(Dtype.BFLOAT16);
            assertThat(TorchOps.cast(b, Dtype.FLOAT32).toFloatArray()).containsExactly(1f, -2.5f);
            assertThat(opened.tensor("h").getDataType()).isEqualTo(DataType.FLOAT16);
            assertThat(TorchOps.cast(opened.tensor("h"), Dtype.FLOAT32).toFloatArray())
                    .containsExactly(1f);
            assertThat(opened.tensor("c").toByteArray()).containsExactly(-3);
            assertThat(opened.tensor("u").toUint8Array()).containsExactly(200);
            assertThat(opened.tensor("o").toBooleanArray()).containsExactly(true, false);
            assertThat(opened.tensor("e").getShape()).isEqualTo(new Shape(0, 4));
        }
    }

    @Test
    void tensorsOutliveTheFileAndTheScopeTheyWereReadIn() {
        Path file = RawSafetensors.write(dir.resolve("x.safetensors"), RawSafetensors.header(ENTRIES, 0), DATA);
        NDArray f;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            try (SafetensorsFile opened = SafetensorsFile.open(file, manager)) {
                f = opened.tensor("f");
            }
        }
        assertThat(f.toFloatArray()).containsExactly(1f, -2.5f);
    }

    @Test
    void writingToATensorLeavesTheFileAlone() throws Exception {
        Path file = RawSafetensors.write(dir.resolve("x.safetensors"), RawSafetensors.header(ENTRIES, 0), DATA);
        byte[] before = Files.readAllBytes(file);
        try (SafetensorsFile opened = SafetensorsFile.open(file, manager)) {
            opened.tensor("f").addi(1);
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void mappedWeightsTakePartInAutograd() {
        Path file = RawSafetensors.write(dir.resolve("ä.safetensors"), RawSafetensors.header(ENTRIES, 0), DATA);
        try (SafetensorsFile opened = SafetensorsFile.open(file, manager)) {
            NDArray x = manager.create(new float[] {7}, new Shape(1, 1));
            x.setRequiresGradient(true);
            NDArray loss = Autograd.recording(
                    () -> TorchOps.linear(x, opened.tensor("f")).sum());
            Autograd.backward(loss, 1);
            assertThat(x.getGradient().toFloatArray()).containsExactly(-1.5f);
        }
    }

    @Test
    void mapsSixteenBitIntegersAndRefusesThemUnaligned() {
        String entry = "\"s\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[0,4]}";
        byte[] data = {1, (byte) 0x80, 5, 0};
        Path file = RawSafetensors.write(dir.resolve("x.safetensors"), RawSafetensors.header(entry, 0), data);
        try (SafetensorsFile opened = SafetensorsFile.open(file, manager)) {
            NDArray s = opened.tensor("s");
            assertThat(TorchOps.dtype(s)).isEqualTo(Dtype.INT16);
            assertThat(TorchOps.cast(s, Dtype.FLOAT32).toFloatArray()).containsExactly(-32767f, 5f);
        }
        RawSafetensors.write(file, RawSafetensors.header(entry, 1), data);
        try (SafetensorsFile opened = SafetensorsFile.open(file, manager)) {
            assertThatThrownBy(() -> opened.tensor("s")).hasMessageContaining("tensor 's': I16");
            assertThatThrownBy(() -> opened.tensor("t")).hasMessage(file + ": has no tensor 't'");
        }
    }
}
