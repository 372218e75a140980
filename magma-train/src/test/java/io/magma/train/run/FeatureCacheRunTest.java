package io.magma.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.testing.TinyModel;
import io.magma.train.features.FeatureException;
import io.magma.train.loop.ResumeMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that keep the encoder's features against runs that encode every picture every time. */
class FeatureCacheRunTest {
    @TempDir
    private Path dir;

    private TinyWorld world;

    @BeforeEach
    void write() throws IOException {
        world = new TinyWorld(dir);
    }

    @ParameterizedTest
    @CsvSource({"memory, float32", "disk, float32", "memory, bfloat16", "disk, bfloat16", "disk, float16"})
    void keptFeaturesGiveTheRunOfFreshOnes(String mode, String dtype) throws IOException {
        String type = "model.language_model.dtype=" + dtype;
        // Batches of three over eight pictures: known and unknown ones meet in a batch.
        run("off", type, "training.batch_size=3");
        run("kept", type, "training.batch_size=3", "model.image_encoder.cache=" + mode);
        double tolerance = dtype.equals("float32") ? 1e-5 : 2e-2;
        assertClose(losses("kept"), losses("off"), tolerance);
    }

    @Test
    void aSecondRunNeedsThePixelsOfNoPicture() throws IOException {
        run("first", "model.image_encoder.cache=disk", "model.image_encoder.cache_dir=" + dir.resolve("features"));
        assertThat(kept("features")).hasSize(8);
        for (Path file : kept("features")) {
            Files.writeString(file, "no features");
        }
        assertThatThrownBy(() -> run(
                        "second",
                        "model.image_encoder.cache=disk",
                        "model.image_encoder.cache_dir=" + dir.resolve("features")))
                .isInstanceOf(FeatureException.class)
                .hasMessageContaining("delete the file");
    }

    @Test
    void anotherEncoderHasFeaturesOfItsOwn() throws IOException {
        String[] disk = {"model.image_encoder.cache=disk", "model.image_encoder.cache_dir=" + dir.resolve("features")};
        run("first", disk);
        Path other = TinyModel.CLIP_VIT.writeFolder(Files.createDirectories(dir.resolve("other")));
        run("second", disk[0], disk[1], "model.image_encoder.path=" + other);
        run("third", disk[0], disk[1], "model.image_encoder.background=#ffffff");
        assertThat(kept("features")).hasSize(24);
    }

    @Test
    void whatDoesNotFitIsEncodedEachTime() throws IOException {
        run("off", "training.batch_size=3", "model.image_encoder.cache=disk");
        double gib = 4.5 * Files.size(kept("off/feature-cache").get(0)) / (1 << 30);
        run("kept", "training.batch_size=3", "model.image_encoder.cache=disk", "model.image_encoder.cache_gib=" + gib);
        assertThat(kept("kept/feature-cache")).hasSize(4);
        assertClose(losses("kept"), losses("off"), 1e-5);
    }

    @Test
    void changingPicturesAndTrainedEncodersAreRefused() {
        assertThatThrownBy(() -> world.config("model.image_encoder.cache=memory", "data.train.0.augment={rotate: 5}"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("needs pictures that do not change");
        assertThatThrownBy(() -> world.config("model.image_encoder.cache=disk", "model.image_encoder.trainable=true"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is for a frozen encoder");
    }

    private void run(String folder, String... overrides) {
        List<String> all = new ArrayList<>(List.of(overrides));
        all.add("checkpoint.dir=" + dir.resolve(folder));
        all.add("model.image_prefix.dropout=0");
        TinyWorld.run(world.config(all.toArray(String[]::new)), ResumeMode.NEVER);
    }

    private List<Path> kept(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve(folder))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private List<Double> losses(String folder) throws IOException {
        List<Double> losses = new ArrayList<>();
        for (String line : Files.readAllLines(dir.resolve(folder).resolve("metrics.jsonl"))) {
            losses.add(new ObjectMapper().readTree(line).path("loss").doubleValue());
        }
        return losses;
    }

    private static void assertClose(List<Double> actual, List<Double> expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i)).isCloseTo(expected.get(i), within(tolerance));
        }
    }
}
