package io.magma.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Headers by the format's description, and hostile ones, each refused for its own reason. */
class SafetensorsTest {
    private static final String A = "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}";

    @TempDir
    Path dir;

    @Test
    void readsEntriesInOrderWithMetadata() {
        Path file = RawSafetensors.write(
                dir.resolve("x.safetensors"),
                "{\"__metadata__\":{\"format\":\"pt\"},"
                        + "\"b\":{\"dtype\":\"BF16\",\"shape\":[2,1],\"data_offsets\":[8,12]},"
                        + "\"a\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
                        + "\"none\":{\"dtype\":\"F16\",\"shape\":[0,3],\"data_offsets\":[12,12]}}   ",
                new byte[12]);
        SafetensorsHeader header = Safetensors.readHeader(file);
        assertThat(header.metadata()).containsEntry("format", "pt").hasSize(1);
        assertThat(header.tensors().values())
                .containsExactly(
                        new TensorInfo("b", Dtype.BFLOAT16, new Shape(2, 1), 8, 12),
                        new TensorInfo("a", Dtype.INT64, new Shape(), 0, 8),
                        new TensorInfo("none", Dtype.FLOAT16, new Shape(0, 3), 12, 12));
        assertThat(header.dataStart() + 12).isEqualTo(file.toFile().length());
    }

    static Stream<Arguments> hostile() {
        String big = "9223372036854775807";
        return Stream.of(
                Arguments.of("[1]", "not a JSON object"),
                Arguments.of("{\"a\"", "not valid JSON"),
                Arguments.of("{} {}", "not valid JSON"),
                Arguments.of("{" + A + "," + A + "}", "Duplicate"),
                Arguments.of("{\"__metadata__\":{\"k\":1}," + A + "}", "'k' is not a string"),
                Arguments.of("{\"__metadata__\":[]," + A + "}", "__metadata__ is not a JSON object"),
                Arguments.of("{\"a\":7}", "element type '' is not supported"),
                Arguments.of(entry("F8_E4M3", "[4]", "[0,4]"), "'F8_E4M3' is not supported"),
                Arguments.of(entry("F32", "\"4\"", "[0,4]"), "shape is missing or not a list"),
                Arguments.of(entry("F32", "[-1]", "[0,4]"), "holds -1"),
                Arguments.of(entry("F32", "[1.0]", "[0,4]"), "holds 1.0"),
                Arguments.of(entry("F32", "[" + big + "0]", "[0,4]"), "holds " + big + "0"),
                Arguments.of(entry("F32", "[" + big + "," + big + "]", "[0,4]"), "too many elements"),
                Arguments.of(entry("F32", "[4611686018427387905]", "[0,4]"), "too many elements"),
                Arguments.of(entry("F32", "[1]", "[0]"), "not a pair"),
                Arguments.of(entry("F32", "[1]", "[4,0]"), "before it begins"),
                Arguments.of(entry("F32", "[1]", "[-4,0]"), "holds -4"),
                Arguments.of(entry("F32", "[2]", "[0,4]"), "takes 8 bytes, but data_offsets hold 4"),
                Arguments.of(entry("F32", "[2]", "[0,8]"), "truncated"),
                Arguments.of(entry("U8", "[2]", "[2,4]"), "hole"),
                Arguments.of(entry("U8", "[2]", "[0,2]"), "the last 2 bytes belong to no tensor"),
                Arguments.of(
                        "{" + A + ",\"b\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[3,4]}}",
                        "it overlaps another"),
                Arguments.of(entry("U8", "[" + "1,".repeat(64) + "4]", "[0,4]"), "65 dimensions"));
    }

    private static String entry(String dtype, String shape, String offsets) {
        return "{\"a\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesWithOneLineNamingTheFile(String header, String reason) {
        Path file = RawSafetensors.write(dir.resolve("bad.safetensors"), header, new byte[4]);
        assertThatThrownBy(() -> Safetensors.readHeader(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(reason)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void refusesHeadersLongerThanTheFileOrTheLimit() throws Exception {
        Path file = dir.resolve("bad.safetensors");
        RawSafetensors.writeWithLength(file, 400, "{}");
        assertThatThrownBy(() -> Safetensors.readHeader(file)).hasMessageContaining("truncated: the header has 400");
        RawSafetensors.writeWithLength(file, Safetensors.MAX_HEADER_BYTES + 1, "{}");
        assertThatThrownBy(() -> Safetensors.readHeader(file)).hasMessageContaining("more than the allowed");
        RawSafetensors.writeWithLength(file, -1, "{}");
        assertThatThrownBy(() -> Safetensors.readHeader(file)).hasMessageContaining("18446744073709551615");
        Files.write(file, new byte[7]);
        assertThatThrownBy(() -> Safetensors.readHeader(file)).hasMessageContaining("7 bytes are too few");
        assertThatThrownBy(() -> Safetensors.readHeader(dir.resolve("none"))).hasMessageContaining("no such file");
    }
}
