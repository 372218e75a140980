package io.magma.train.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.FrozenDtype;
import io.magma.config.GenerationConfig;
import io.magma.config.ModelConfig;
import io.magma.inference.Prompt;
import io.magma.inference.VisionLanguageModel;
import io.magma.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained language model as a Hugging Face folder. */
class LanguageModelExportTest {
    @TempDir
    private Path dir;

    @Test
    void theFolderIsTheTrainedModel() throws IOException {
        Path run = TinyRun.train(dir, "model.adapters=null", "model.freeze.language_model=false");
        int tensors = LanguageModelExport.write(run, dir.resolve("lm32"), FrozenDtype.FLOAT32);
        LanguageModelExport.write(run, dir.resolve("lm16"), FrozenDtype.FLOAT16);

        assertThat(WeightFiles.open(dir.resolve("lm32")).tensors())
                .hasSize(tensors)
                .containsOnlyKeys(
                        WeightFiles.open(dir.resolve("gpt2")).tensors().keySet());
        double trained = score(dir.resolve("lm32"));
        assertThat(trained).isNotCloseTo(score(dir.resolve("gpt2")), within(0.01));
        assertThat(score(dir.resolve("lm16"))).isCloseTo(trained, within(0.02));
        try (VisionLanguageModel whole = VisionLanguageModel.load(run, Device.cpu())) {
            assertThat(whole.score(Prompt.of("word"), List.of(" a")).get(0).logProbability())
                    .isEqualTo(trained);
        }
    }

    @Test
    void aFrozenModelIsNotExported() throws IOException {
        Path run = TinyRun.train(dir);
        assertThatThrownBy(() -> LanguageModelExport.write(run, dir.resolve("lm"), FrozenDtype.FLOAT32))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("was frozen");
    }

    private static double score(Path folder) {
        ModelConfig config =
                ConfigLoader.parse("model.yml", "language_model: {path: .}", folder, ModelConfig.class, List.of());
        try (VisionLanguageModel model =
                VisionLanguageModel.load(config, GenerationConfig.DEFAULTS, Optional.empty(), 0, Device.cpu())) {
            return model.score(Prompt.of("word"), List.of(" a")).get(0).logProbability();
        }
    }
}
