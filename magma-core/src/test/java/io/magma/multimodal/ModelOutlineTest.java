package io.magma.multimodal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.magma.config.ConfigLoader;
import io.magma.config.ObjectiveConfig;
import io.magma.config.RunConfig;
import io.magma.contrastive.ContrastiveLoader;
import io.magma.contrastive.ContrastiveModel;
import io.magma.testing.Cases;
import io.magma.testing.TinyRunFiles;
import io.magma.torch.TorchOps;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is built from headers alone has the tensors of what is loaded. */
class ModelOutlineTest {
    @TempDir
    private Path dir;

    private static List<String> tensors(Map<String, NDArray> tensors) {
        return tensors.entrySet().stream()
                .map(e -> e.getKey() + " " + TorchOps.dtype(e.getValue()) + " "
                        + e.getValue().getShape())
                .toList();
    }

    private static void compare(RunConfig run) {
        try (MultimodalModel loaded = ModelLoader.load(run.model(), Device.cpu(), 0, Optional.empty());
                MultimodalModel outline = ModelLoader.outline(run.model())) {
            assertThat(tensors(outline.parameters())).isEqualTo(tensors(loaded.parameters()));
            assertThat(tensors(outline.buffers())).isEqualTo(tensors(loaded.buffers()));
            assertThat(tensors(outline.frozen())).isEqualTo(tensors(loaded.frozen()));
            assertThat(outline.tokensPerImage()).isEqualTo(loaded.tokensPerImage());
        }
    }

    @TestFactory
    Stream<DynamicTest> hasTheTensorsOfEveryCase() throws IOException {
        return Cases.each(folder -> {
            compare(ConfigLoader.load(Cases.config(folder), List.of()));
            compare(ConfigLoader.load(
                    Cases.config(folder),
                    List.of(
                            "model.freeze.language_model=false",
                            "model.image_encoder.trainable=true",
                            "model.init=null")));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"quickstart.yml", "wordnet_lm.yml"})
    void hasTheTensorsOfShippedRuns(String name) {
        compare(ConfigLoader.load(Path.of("..", "configs", name), List.of()));
    }

    @Test
    void hasTheTensorsOfAContrastiveRun() {
        RunConfig run = ConfigLoader.load(Path.of("..", "configs", "emoji_encoder.yml"), List.of());
        ObjectiveConfig.Contrastive objective = (ObjectiveConfig.Contrastive) run.objective();
        try (ContrastiveModel loaded = ContrastiveLoader.load(run.model(), objective, Device.cpu(), 0);
                ContrastiveModel outline = ContrastiveLoader.outline(run.model(), objective)) {
            assertThat(tensors(outline.parameters())).isEqualTo(tensors(loaded.parameters()));
            assertThat(tensors(outline.buffers())).isEqualTo(tensors(loaded.buffers()));
            assertThat(tensors(outline.frozen())).isEqualTo(tensors(loaded.frozen()));
            assertThat(outline.resolution()).isEqualTo(loaded.resolution());
        }
    }

    @Test
    void disagreementsAreFoundInHeadersToo() throws IOException {
        RunConfig run = ConfigLoader.load(TinyRunFiles.write(dir), List.of());
        Path config = dir.resolve("gpt2/config.json");
        Files.writeString(config, Files.readString(config).replaceFirst("\"n_layer\": *\\d+", "\"n_layer\": 7"));

        assertThatThrownBy(() -> ModelLoader.outline(run.model()))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("missing");
    }
}
