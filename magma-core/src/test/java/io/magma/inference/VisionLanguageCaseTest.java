package io.magma.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigLoader;
import io.magma.config.GenerationConfig;
import io.magma.config.RunConfig;
import io.magma.generate.Generation;
import io.magma.generate.SamplingConfig;
import io.magma.testing.Cases;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The public face of models against PyTorch's greedy tokens and log-probabilities, from the same files. */
class VisionLanguageCaseTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void resNetAndGpt() throws Exception {
        check("gptj-rn-sequential");
    }

    @Test
    void pooledVitAndNeoX() throws Exception {
        check("neox-vit-pooled");
    }

    private static void check(String name) throws Exception {
        Path folder = Cases.folder(name);
        RunConfig run = ConfigLoader.load(Cases.config(folder), List.of());
        JsonNode expected = Cases.expected(folder);
        try (VisionLanguageModel model =
                VisionLanguageModel.load(run.model(), GenerationConfig.DEFAULTS, Optional.empty(), 0, Device.cpu())) {
            int eos = model.model().languageModel().config().eosId();
            for (JsonNode sample : expected.path("samples")) {
                Prompt prompt = Prompt.image(folder.resolve(sample.path("image").asText()));
                Generation greedy = model.generate(prompt.thenText("a"), SamplingConfig.greedy(12));
                int[] all = JSON.convertValue(sample.path("greedy_prompted"), int[].class);
                assertThat(greedy.tokens())
                        .containsExactly(
                                Arrays.stream(all).takeWhile(t -> t != eos).toArray());

                int[] ids = JSON.convertValue(sample.path("ids"), int[].class);
                String caption = model.model().tokenizer().decode(Arrays.copyOf(ids, ids.length - 1));
                float[] logProbabilities = JSON.convertValue(sample.path("logprobs"), float[].class);
                assertThat(model.score(prompt, List.of(caption)).get(0).tokenLogProbabilities())
                        .containsExactly(logProbabilities, within(2e-4f));
            }
        }
    }
}
