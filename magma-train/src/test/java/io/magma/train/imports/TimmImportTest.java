package io.magma.train.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.image.ImageProcessorConfig;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.HostData;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Tiny models of {@code timm_files.py}: the imported folders give the features that its formulas give. */
class TimmImportTest {
    private static final Path FILES = Path.of("src/test/resources/io/magma/train/imports/timm");
    private static final TimmImport.Settings SIZED = new TimmImport.Settings(Optional.empty(), OptionalInt.of(64));

    @TempDir
    Path folder;

    private ImportReport write(String source, TimmImport.Settings settings) {
        return TimmImport.write(FILES.resolve(source), folder.resolve("encoder"), settings);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nf_resnet.pth", "hub", "hub/model.safetensors"})
    void everyLayoutGivesTheFeaturesOfTheFormulas(String source) throws IOException {
        ImportReport report = write(source, SIZED);

        assertThat(report.model()).isEqualTo("NF-ResNet [1, 1, 2, 1], width 4, 64 pixels");
        assertThat(report.counts()).containsEntry(KeyFate.UNUSED, 2);
        JsonNode expected =
                new ObjectMapper().readTree(FILES.resolve("expected.json").toFile());
        float[] features = features(folder.resolve("encoder"));
        assertThat(features).hasSize(expected.size());
        for (int i = 0; i < features.length; i++) {
            assertThat((double) features[i]).isCloseTo(expected.get(i).doubleValue(), within(2e-5));
        }
    }

    private static float[] features(Path encoder) {
        ImageEncoderFolder files = ImageEncoderFolder.open(encoder);
        assertThat(files.kind()).isEqualTo(EncoderKind.NF_RESNET);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            LoadedWeights weights = new LoadedWeights(WeightFiles.open(encoder), manager, Dtype.FLOAT32);
            ImageEncoder model = files.buildNfResNet(weights, false, OptionalInt.empty(), true);
            weights.requireComplete(name -> false);
            int side = model.resolution();
            float[] pixels = new float[3 * side * side];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) (2 * StrictMath.sin(0.37 * i));
            }
            return Autograd.frozen(() -> model.forward(HostData.floats(manager, pixels, 1, 3, side, side))
                    .toFloatArray());
        }
    }

    private ImageProcessorConfig processor() {
        return ImageProcessorConfig.read(folder.resolve("encoder").resolve(ImageProcessorConfig.FILE_NAME));
    }

    @Test
    void picturesAreThoseOfTheConfigurationBesideTheWeights() {
        ImportReport report = write("hub", TimmImport.Settings.defaults());

        assertThat(processor())
                .isEqualTo(new ImageProcessorConfig(64, List.of(0.5, 0.4, 0.3), List.of(0.25, 0.2, 0.15)));
        assertThat(report.notes().get(0)).contains("the middle 0.94");
    }

    @Test
    void picturesAreImageNetsWithoutOne() {
        write("nf_resnet.pth", SIZED);

        assertThat(processor()).isEqualTo(ImageProcessorConfig.imageNet(64));
    }

    @Test
    void publishedShapesHaveNames() {
        assertThat(NfResNetPreset.of(List.of(3, 4, 6, 3), 64)).contains(NfResNetPreset.NF_RESNET50);
        assertThat(NfResNetPreset.of(List.of(3, 4, 6, 3), 32)).isEmpty();
        assertThat(NfResNetPreset.NF_RESNET50).hasToString("nf_resnet50");
        assertThat(NfResNetPreset.NF_RESNET50.resolution()).isEqualTo(256);
    }

    @Test
    void theUsersMistakesAreOneLine() throws IOException {
        TimmImport.Settings named =
                new TimmImport.Settings(Optional.of(NfResNetPreset.NF_RESNET50), OptionalInt.empty());
        assertThatThrownBy(() -> write("nf_resnet.pth", named))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is an NF-ResNet of layers [1, 1, 2, 1] and width 4, not nf_resnet50");
        assertThatThrownBy(() -> write("nf_resnet.pth", TimmImport.Settings.defaults()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is none of the published ones; say --image-size");
        assertThatThrownBy(() -> write("absent.pth", SIZED))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("no such file or folder");
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThatThrownBy(() -> TimmImport.write(empty, folder.resolve("encoder"), SIZED))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds no model of timm");
        assertThat(folder.resolve("encoder")).doesNotExist();
    }

    @Test
    void whatIsNoNfResNetIsRefusedByName() {
        assertThatThrownBy(() -> write("../clip/resnet.pt", SIZED))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("holds no NF-ResNet of timm");
        assertThatThrownBy(() -> write("nf_seresnet.pth", SIZED))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("1 unexpected: stages.0.0.attn_last.fc1.weight");
    }
}
