package io.magma.weights.torchfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.torch.Dtype;
import io.magma.weights.CastTensor;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of torch 1.13 and hostile ones, which {@code torch_files.py} writes. */
class TorchFileTest {
    private static final Path FILES = Path.of("src/test/resources/io/magma/weights/torchfile");

    private static TorchFile open(String name) {
        return TorchFile.open(FILES.resolve(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain.pt", "protocol4.pt"})
    void everyTypeAndViewHasTheValuesThatPyTorchSaved(String name) throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(FILES.resolve("plain.json").toFile());
        try (TorchFile file = open(name)) {
            Map<String, TorchTensor> tensors = file.tensorsOf("module").orElseThrow();

            assertThat(tensors.keySet()).containsExactlyInAnyOrderElementsOf(expected::fieldNames);
            for (Map.Entry<String, TorchTensor> e : tensors.entrySet()) {
                JsonNode of = expected.path(e.getKey());
                assertThat(e.getValue().shape().getShape())
                        .as(e.getKey())
                        .isEqualTo(new ObjectMapper().convertValue(of.path("shape"), long[].class));
                assertThat(values(e.getValue()))
                        .as(e.getKey())
                        .isEqualTo(new ObjectMapper().convertValue(of.path("values"), double[].class));
            }
            assertThat(named(tensors, "base").sameView(named(tensors, "same"))).isTrue();
            assertThat(named(tensors, "base").sameView(named(tensors, "transposed")))
                    .isFalse();
            assertThat(named(tensors, "rows").storageOffset()).isEqualTo(12);
            assertThat(named(tensors, "transposed").stride()).containsExactly(1, 6);
            assertThat(named(tensors, "rows").fileOffset())
                    .isEqualTo(named(tensors, "base").fileOffset() + 48);
        }
    }

    @Test
    void plainValuesAreNamedBesideTheTensors() throws IOException {
        try (TorchFile file = open("plain.pt")) {
            assertThat(file.entries()).startsWith("module", "step", "name");
            assertThat(file.tensors()).containsKeys("module.base", "nested.deep.x");
            assertThat(file.otherValues())
                    .containsEntry("step", "7")
                    .containsEntry("rate", "0.5")
                    .containsEntry("none", "None")
                    .containsEntry("big", "1180591620717411303424")
                    .containsEntry("pair", "a tuple of 2")
                    .containsEntry("sizes", "a list of 1");
            assertThat(file.isScripted()).isFalse();
            assertThat(file.passedOver()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scripted.pt", "zip64.pt"})
    void scriptedModulesGiveTheirTensors(String name) throws IOException {
        try (TorchFile file = open(name)) {
            Map<String, TorchTensor> tensors = file.tensors();

            assertThat(file.isScripted()).isTrue();
            assertThat(tensors.keySet())
                    .containsExactlyInAnyOrder(
                            "scale",
                            "conv1.weight",
                            "layer.0.weight",
                            "layer.0.bias",
                            "layer.0.running_mean",
                            "layer.0.running_var",
                            "layer.0.num_batches_tracked");
            assertThat(values(named(tensors, "conv1.weight"))).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(values(named(tensors, "scale"))).containsExactly(0.5, 0.25);
        }
    }

    @Test
    void whatDeepSpeedLeavesInCheckpointsIsPassedOverByName() throws IOException {
        try (TorchFile file = open("deepspeed.pt")) {
            assertThat(file.passedOver())
                    .contains(
                            "argparse.Namespace",
                            "deepspeed.runtime.fp16.loss_scaler.DynamicLossScaler",
                            "numpy.core.multiarray.scalar");
            assertThat(file.tensors()).containsOnlyKeys("module.w");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "evil.pt | holds posix.system, which is not a tensor, container or plain value; it was not executed",
                "whole_module.pt | holds torch.nn.modules.linear.Linear, which is not",
                "legacy.pt | is in PyTorch's format from before 1.6, which is not read; convert it once: python -c",
                "tar.pt | is a tar file, PyTorch's format from before 0.1.10, which is not read; convert it once",
                "other.zip | is a zip without data.pkl",
                "plain.zip.pt | entry scripted/data.pkl is compressed",
                "truncated.pt | truncated or damaged: its zip directory cannot be read",
                "big_endian.pt | byte order 'big' is not supported",
                "beyond.pt | storage 0: a tensor reaches to element 4 of 4",
                "short_storage.pt | storage 0: 400 elements of F32 take 1600 bytes, but the archive holds 16",
                "no_storage.pt | has no entry archive/data/0, to which its pickle refers",
                "repeated.pt | storage 0: a tensor of 1099511627776 elements repeats its 4",
                "overflow.pt | storage 0: a tensor's shape overflows",
                "negative.pt | a tensor's shape or stride is not made of natural numbers",
                "long_text.pt | truncated: 2147483647 bytes expected, 4 left",
                "underflow.pt | pickle byte 3: a value is missing",
                "text_protocol.pt | opcode 0x49 is not supported",
                "absent.pt | no such file",
                "plain.json | is not a PyTorch zip file",
            })
    void whatCannotBeReadIsRefusedInOneLine(String name, String reason) {
        assertThatThrownBy(() -> open(name))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(FILES.resolve(name) + ": ")
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
        assertThat(Path.of("/tmp/torch-file-was-executed")).doesNotExist();
    }

    @Test
    void treesWithoutEndAndValuesWithoutTensors() throws IOException {
        try (TorchFile endless = open("endless.pt");
                TorchFile number = open("no_dictionary.pt")) {
            assertThatThrownBy(endless::tensors).hasMessageContaining("nested too deeply");
            assertThatThrownBy(number::tensors).hasMessageContaining("holds neither a dictionary nor a module");
        }
    }

    @Test
    void aChangedByteIsNoticedWhileReading() throws IOException {
        try (TorchFile file = open("flipped.pt")) {
            TorchTensor base = named(file.tensorsOf("module").orElseThrow(), "base");
            assertThatThrownBy(() -> values(base)).hasMessageContaining("do not match the archive's checksum");
        }
    }

    @Test
    void everyTruncationIsRefused(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve("plain.pt"));
        for (int length = 0; length < whole.length; length += 97) {
            Path cut = folder.resolve("cut.pt");
            Files.write(cut, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchFile.open(cut)).as("%d bytes", length).isInstanceOf(WeightsException.class);
        }
    }

    private static TorchTensor named(Map<String, TorchTensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static double[] values(TorchTensor tensor) throws IOException {
        boolean half = tensor.dtype() == Dtype.FLOAT16 || tensor.dtype() == Dtype.BFLOAT16;
        ByteBuffer b =
                ByteBuffer.allocate((int) tensor.bytes() * (half ? 2 : 1)).order(ByteOrder.LITTLE_ENDIAN);
        (half ? new CastTensor("x", tensor, Dtype.FLOAT32) : tensor).stream(b::put);
        b.flip();
        double[] values = new double[(int) tensor.shape().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (tensor.dtype()) {
                case FLOAT16, BFLOAT16, FLOAT32 -> b.getFloat();
                case FLOAT64 -> b.getDouble();
                case INT64 -> b.getLong();
                case INT32 -> b.getInt();
                case INT16 -> b.getShort();
                case INT8, UINT8, BOOL -> b.get();
            };
        }
        return values;
    }
}
