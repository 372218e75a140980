package io.magma.train.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.image.ImageProcessorConfig;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.HostData;
import io.magma.vision.BatchStatistics;
import io.magma.vision.EncoderKind;
import io.magma.vision.ImageEncoder;
import io.magma.vision.ImageEncoderFolder;
import io.magma.weights.LoadedWeights;
import io.magma.weights.WeightFiles;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiny models of {@code clip_files.py}: the imported folders give the features that its formulas give. */
class ClipImportTest {
    private static final Path FILES = Path.of("src/test/resources/io/magma/train/imports/clip");
    private static final List<ClipPreset> TINY = List.of(
            new ClipPreset.ResNet("RN-tiny", List.of(1, 2, 1, 1), 4, 64),
            new ClipPreset.ResNet("RN-large", List.of(1, 2, 1, 1), 4, 96),
            new ClipPreset.Vit("ViT-tiny", new VitShape(64, 1, 1, 256, 16, 32, 24), ClipActivation.QUICK_GELU));

    @TempDir
    Path folder;

    private ImportReport write(Path source, String preset, String activation) {
        return ClipImport.write(
                source,
                folder.resolve("encoder"),
                new ClipImport.Settings(
                        Optional.of(preset).filter(name -> !name.equals("-")),
                        Optional.of(activation)
                                .filter(name -> !name.equals("-"))
                                .map(ClipActivation::valueOf)),
                TINY);
    }

    @ParameterizedTest
    @CsvSource({
        "resnet.pt, -, -, resnet",
        "resnet.pt, RN-tiny, -, resnet",
        "vit.pt, -, -, quick_gelu",
        "vit.pt, ViT-tiny, -, quick_gelu",
        "open_clip, -, -, gelu",
        "open_clip, ViT-tiny, QUICK_GELU, quick_gelu",
        "open_clip/open_clip_model.safetensors, -, -, gelu",
        "trained.pt, ViT-tiny, -, quick_gelu",
        "trained.pt, -, GELU, gelu",
        "hugging_face, -, -, gelu",
        "hugging_face_bin, ViT-tiny, -, gelu",
    })
    void everyLayoutGivesTheFeaturesOfTheFormulas(String source, String preset, String activation, String expected)
            throws IOException {
        ImportReport report = write(FILES.resolve(source), preset, activation);

        JsonNode numbers = new ObjectMapper()
                .readTree(FILES.resolve("expected.json").toFile())
                .path(expected);
        float[] features = features(folder.resolve("encoder"));
        assertThat(features).hasSize(numbers.size());
        for (int i = 0; i < features.length; i++) {
            double value = numbers.get(i).doubleValue(); // up to some hundreds, where float32 has seven digits
            assertThat((double) features[i]).isCloseTo(value, within(1e-4 * Math.max(1, Math.abs(value))));
        }
        assertThat(report.counts()).containsKeys(KeyFate.ENCODER, KeyFate.UNUSED);
        assertThat(WeightFiles.open(folder.resolve("encoder")).tensors().keySet())
                .noneMatch(name ->
                        name.startsWith("text_model.") || name.startsWith("attnpool.") || name.startsWith("visual."));
    }

    private static float[] features(Path encoder) {
        ImageEncoderFolder files = ImageEncoderFolder.open(encoder);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            LoadedWeights weights = new LoadedWeights(WeightFiles.open(encoder), manager, Dtype.FLOAT32);
            ImageEncoder model = files.kind() == EncoderKind.CLIP_RESNET
                    ? files.buildResNet(weights, weights, OptionalInt.empty(), new BatchStatistics())
                    : files.buildVit(weights, OptionalInt.empty(), true, -1);
            weights.requireComplete(name -> false);
            int side = model.resolution();
            float[] pixels = new float[3 * side * side];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) (2 * StrictMath.sin(0.37 * i));
            }
            return Autograd.frozen(() -> {
                NDArray features = model.forward(HostData.floats(manager, pixels, 1, 3, side, side));
                return features.toFloatArray();
            });
        }
    }

    @Test
    void meansAndDeviationsAreThoseBesideTheWeights() {
        write(FILES.resolve("open_clip"), "-", "-");
        ImageProcessorConfig processor =
                ImageProcessorConfig.read(folder.resolve("encoder").resolve(ImageProcessorConfig.FILE_NAME));
        assertThat(processor)
                .isEqualTo(new ImageProcessorConfig(32, List.of(0.5, 0.5, 0.5), List.of(0.25, 0.25, 0.25)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "resnet.pt | RN-large | a ResNet of layers [1, 2, 1, 1], width 4, 64 pixels, not RN-large",
                "resnet.pt | ViT-tiny | not ViT-tiny",
                "vit.pt | RN-tiny | a transformer of width 64, 1 layers, patch 16, 32 pixels, projection 24, not RN-tiny",
                "hugging_face | RN-tiny | not RN-tiny",
                "vit.pt | ViT-XXL | preset 'ViT-XXL' is not known, known are RN-tiny, RN-large, ViT-tiny",
                "trained.pt | - | OpenAI's weights (quick_gelu) and OpenCLIP's (gelu) have the same names; say --activation",
                "absent | - | no such file or folder",
            })
    void theUsersMistakesAreOneLine(String source, String preset, String reason) {
        assertThatThrownBy(() -> write(FILES.resolve(source), preset, "-"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatIsNoClipIsRefused() throws IOException {
        assertThatThrownBy(() -> write(FILES.resolve("nothing.pt"), "-", "-"))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("holds no image tower of CLIP");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> write(empty, "-", "-"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds no CLIP model");
        assertThatThrownBy(() ->
                        ClipImport.write(FILES.resolve("vit.pt"), folder.resolve("v"), ClipImport.Settings.defaults()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is none of the published ones, so the number of its heads is unknown");
    }

    /** Millions of parameters of the image towers in OpenCLIP's table of models (docs/model_profile.csv). */
    @ParameterizedTest
    @CsvSource({"ViT-B/32, 87.85", "ViT-B/16, 86.19", "ViT-L/14, 303.97", "ViT-L/14@336px, 304.29", "ViT-H/14, 632.08"})
    void presetsHaveThePublishedNumbersOfParameters(String name, double millions) {
        assertThat(parameters(name) / 1e6).isCloseTo(millions, within(0.005));
    }

    private static long parameters(String name) {
        VitShape shape = ((ClipPreset.Vit) ClipPreset.named(name, ClipPreset.ALL)).shape();
        return VitTensors.of(shape).values().stream().mapToLong(s -> s.size()).sum();
    }
}
