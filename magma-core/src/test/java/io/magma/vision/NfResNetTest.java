package io.magma.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.config.BatchNormMode;
import io.magma.config.ComputeDtype;
import io.magma.config.Features;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.ModelPath;
import io.magma.config.WeightsOrigin;
import io.magma.testing.Close;
import io.magma.testing.FixedInit;
import io.magma.testing.Golden;
import io.magma.testing.Inputs;
import io.magma.testing.TinyModel;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.HostData;
import io.magma.torch.TorchOps;
import io.magma.weights.TrainableWeights;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** NF-ResNet, loaded as a model loads it, against float64 from formulas in Python. */
class NfResNetTest {
    private static final Golden GOLDEN = Golden.of(TinyModel.NF_RESNET);

    @TempDir
    Path scratch;

    private final NDManager manager = NDManager.newBaseManager();
    private final TrainableWeights trainables = new TrainableWeights(manager, 0);
    private final ImageEncoderLoader loader = new ImageEncoderLoader(manager, trainables);

    @AfterEach
    void close() {
        manager.close();
    }

    private LoadedEncoder load(boolean trained, Features features, OptionalInt resolution, Dtype dtype) {
        return load(trained, features, resolution, dtype, WeightsOrigin.PRETRAINED);
    }

    private LoadedEncoder load(
            boolean trained, Features features, OptionalInt resolution, Dtype dtype, WeightsOrigin weights) {
        return loader.load(
                new ImageEncoderConfig(
                        ModelPath.of(TinyModel.NF_RESNET.writeFolder(scratch)),
                        trained,
                        features,
                        -2,
                        resolution,
                        weights,
                        BatchNormMode.STORED,
                        Optional.empty(),
                        false,
                        ComputeDtype.FLOAT32),
                trained,
                dtype);
    }

    private static void check(NDArray actual, String expected) {
        Close.assertClose(actual.toFloatArray(), GOLDEN.numbers(expected), 2e-5, 2e-5);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void gridOfAFrozenAndOfATrainedOne(boolean trained) {
        ImageEncoder encoder = load(trained, Features.PATCHES, OptionalInt.empty(), Dtype.FLOAT32)
                .encoder();
        NDArray grid = encoder.forward(Inputs.pixels(manager, 2, 64));

        assertThat(grid.getShape().getShape()).containsExactly(2, encoder.positions(), encoder.channels());
        assertThat(encoder.pooled()).isFalse();
        check(grid, "/grid");
    }

    @Test
    void pooledIsTheMeanOfTheGrid() {
        ImageEncoder encoder =
                load(false, Features.POOLED, OptionalInt.empty(), Dtype.FLOAT32).encoder();
        NDArray pooled = encoder.forward(Inputs.pixels(manager, 2, 64));

        assertThat(pooled.getShape().getShape()).containsExactly(2, encoder.channels());
        assertThat(encoder.pooled()).isTrue();
        check(pooled, "/pooled");
    }

    /** 40 pixels become 20, 10, 5, 3 and 2: the last two windows are cut by the border. */
    @Test
    void oddSizesAreRoundedUp() {
        ImageEncoder encoder =
                load(false, Features.PATCHES, OptionalInt.of(40), Dtype.FLOAT32).encoder();
        assertThat(encoder.positions()).isEqualTo(4);
        check(encoder.forward(Inputs.pixels(manager, 1, 40)), "/odd");
    }

    /** bfloat16 keeps 8 bits: through six blocks a few per cent of the largest feature are what it can do. */
    @Test
    void frozenInBfloat16() {
        ImageEncoder encoder = load(false, Features.PATCHES, OptionalInt.empty(), Dtype.BFLOAT16)
                .encoder();
        NDArray features = encoder.forward(TorchOps.cast(Inputs.pixels(manager, 2, 64), Dtype.BFLOAT16));

        assertThat(TorchOps.dtype(features)).isEqualTo(Dtype.BFLOAT16);
        Close.assertClose(
                TorchOps.cast(features, Dtype.FLOAT32).toFloatArray(), GOLDEN.numbers("/grid"), 0, 0.04 * 5.8);
    }

    @Test
    void aTrainedOneInBfloat16HasFloat32Gradients() {
        ImageEncoder encoder =
                load(true, Features.POOLED, OptionalInt.empty(), Dtype.FLOAT32).encoder();
        Autograd.backward(
                Autograd.recording(() -> encoder.forward(TorchOps.cast(Inputs.pixels(manager, 1, 64), Dtype.BFLOAT16))
                        .sum()),
                1);
        try (NDArray gradient = gradient("stem.conv.weight")) {
            assertThat(TorchOps.dtype(gradient)).isEqualTo(Dtype.FLOAT32);
            assertThat(TorchOps.allFinite(gradient)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stem.conv.weight",
        "stages.0.0.conv1.gain",
        "stages.0.1.conv2.weight",
        "stages.1.0.downsample.conv.gain",
        "stages.2.0.conv3.bias",
        "stages.3.1.conv2.bias"
    })
    void gradientsGoThroughTheStandardisation(String name) {
        ImageEncoder encoder =
                load(true, Features.POOLED, OptionalInt.empty(), Dtype.FLOAT32).encoder();
        Autograd.backward(
                Autograd.recording(() -> {
                    NDArray pooled = encoder.forward(Inputs.pixels(manager, 2, 64));
                    long[] shape = pooled.getShape().getShape();
                    return pooled.mul(HostData.floats(manager, FixedInit.values("weights of the sum", shape), shape))
                            .sum();
                }),
                1);
        try (NDArray gradient = gradient(name)) {
            Close.assertClose(gradient.toFloatArray(), GOLDEN.numbers("/gradients/" + name), 2e-4, 2e-5);
        }
    }

    private NDArray gradient(String name) {
        NDArray parameter = Objects.requireNonNull(trainables.parameters().get("image_encoder." + name), name);
        return Autograd.gradient(parameter).orElseThrow();
    }

    @Test
    void namesOfFrozenAndOfTrainedTensors() {
        load(false, Features.PATCHES, OptionalInt.empty(), Dtype.FLOAT32);
        Set<String> frozen = Set.copyOf(loader.frozen().keySet());
        assertThat(trainables.parameters()).isEmpty();
        load(true, Features.PATCHES, OptionalInt.empty(), Dtype.FLOAT32);

        assertThat(trainables.parameters().keySet()).isEqualTo(frozen);
        assertThat(frozen)
                .hasSize(3 * (1 + 6 * 3 + 4))
                .contains("image_encoder.stem.conv.gain", "image_encoder.stages.3.0.downsample.conv.weight");
    }

    /** Gains of 0 behind each block: what is left is stem and shortcuts. */
    @Test
    void drawnBlocksBeginAsTheirShortcuts() {
        ImageEncoder encoder = load(true, Features.PATCHES, OptionalInt.empty(), Dtype.FLOAT32, WeightsOrigin.RANDOM)
                .encoder();
        Autograd.backward(
                Autograd.recording(
                        () -> encoder.forward(Inputs.pixels(manager, 1, 64)).sum()),
                1);
        try (NDArray inside = gradient("stages.2.0.conv1.weight");
                NDArray gain = gradient("stages.2.0.conv3.gain")) {
            assertThat(inside.abs().max().getFloat()).isZero();
            assertThat(gain.abs().max().getFloat()).isPositive();
        }
    }

    @Test
    void aClassifierIsPassedOverAndAnotherDepthRefused() throws IOException {
        Path folder = TinyModel.NF_RESNET.writeFolder(scratch);
        assertThat(ImageEncoderFolder.open(folder).ignores("head.fc.weight")).isTrue();
        Path config = folder.resolve("config.json");
        String deeper = Files.readString(config).replace("[2, 1, 1, 2]", "[2, 1, 2, 1]");
        Path other = Files.createDirectories(scratch.resolve("other"));
        Files.writeString(other.resolve("config.json"), deeper);
        Files.copy(folder.resolve("model.safetensors"), other.resolve("model.safetensors"));

        assertThatThrownBy(() -> loader.load(
                        new ImageEncoderConfig(
                                ModelPath.of(other),
                                false,
                                Features.POOLED,
                                -2,
                                OptionalInt.empty(),
                                WeightsOrigin.PRETRAINED,
                                BatchNormMode.STORED,
                                Optional.empty(),
                                false,
                                ComputeDtype.FLOAT32),
                        false,
                        Dtype.FLOAT32))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("stages.2.1.conv1.weight")
                .hasMessageContaining("unexpected");
    }
}
