package io.magma.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.EarlyStopping;
import io.magma.config.TopPMode;
import io.magma.generate.BeamHypotheses.Hypothesis;
import io.magma.lm.CausalLm;
import io.magma.testing.TinyModel;
import io.magma.torch.Autograd;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Against transformers' beam search on the same weights ({@code beam_search.py}), and against greedy decoding. */
class BeamSearchTest {
    private static final int NEW_TOKENS = 8;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path scratch;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void textsAndScoresAreThoseOfTransformers() throws Exception {
        CausalLm lm = TinyModel.GPT2.languageModel(manager, scratch);
        JsonNode cases;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("beam_search.json"))) {
            cases = JSON.readTree(in);
        }
        assertThat(cases).hasSize(108);
        for (JsonNode c : cases) {
            int[] prompt = JSON.convertValue(c.path("prompt"), int[].class);
            EarlyStopping early = EarlyStopping.valueOf(c.path("early").asText().toUpperCase(Locale.ROOT));
            SamplingConfig config = SamplingConfig.beams(
                    NEW_TOKENS, c.path("beams").asInt(), c.path("penalty").asDouble(), early);
            // Beside a longer prompt, so that there is padding.
            PromptBatch batch = TokenPrompts.of(manager, lm, new int[] {9, 8, 7, 6, 5, 4, 3}, prompt);
            BeamSearch search =
                    new BeamSearch(lm, new NumberTokenizer(61), c.path("eos").asInt(), config);
            List<Hypothesis> best = Autograd.frozen(() -> {
                try (Prefilled read = Prefilled.of(lm, batch, manager, NEW_TOKENS - 1)) {
                    return search.best(read, NEW_TOKENS);
                }
            });
            assertThat(best.get(1).tokens())
                    .as(c.toString())
                    .containsExactly(JSON.convertValue(c.path("tokens"), int[].class));
            assertThat((double) best.get(1).score())
                    .isCloseTo(
                            c.path("score").asDouble(),
                            within(2e-5 * Math.max(1, Math.abs(c.path("score").asDouble()))));
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "CLIP_.*")
    void whatIsFoundHasTheProbabilityThatAnswersAreScoredWith(TinyModel model) {
        CausalLm lm = model.languageModel(manager, scratch);
        PromptBatch batch = TokenPrompts.of(manager, lm, new int[] {3, 1, 4, 1, 5}, new int[] {9, 2}, new int[] {6});
        SamplingConfig config = SamplingConfig.beams(6, 3, 0, EarlyStopping.NEVER);
        Generator generator = new Generator(lm, new NumberTokenizer(61), 1000);
        List<Generation> found = generator.generate(batch, config);
        List<int[]> texts = found.stream().map(Generation::tokens).toList();
        List<int[]> greedy = generator.generate(batch, SamplingConfig.greedy(6)).stream()
                .map(Generation::tokens)
                .toList();
        AnswerScorer scorer = new AnswerScorer(lm, 8);
        List<AnswerScore> scores = scorer.score(batch, texts);
        List<AnswerScore> greedyScores = scorer.score(batch, greedy);
        List<Hypothesis> best = Autograd.frozen(() -> {
            try (Prefilled read = Prefilled.of(lm, batch, manager, 5)) {
                return new BeamSearch(lm, new NumberTokenizer(61), 1000, config).best(read, 6);
            }
        });
        for (int row = 0; row < 3; row++) {
            assertThat(texts.get(row)).containsExactly(best.get(row).tokens());
            assertThat(scores.get(row).logProbability()).isCloseTo(best.get(row).score(), within(1e-4));
            assertThat(scores.get(row).logProbability())
                    .isGreaterThan(greedyScores.get(row).logProbability() - 1e-4);
        }
    }

    @Test
    void stopTextsEndHypotheses() {
        CausalLm lm = TinyModel.QWEN2.languageModel(manager, scratch);
        PromptBatch batch = TokenPrompts.of(manager, lm, new int[] {1, 2});
        Generator generator = new Generator(lm, new NumberTokenizer(61), 1000);
        SamplingConfig open = SamplingConfig.beams(8, 2, 0, EarlyStopping.FIRST);
        int[] whole = generator.generate(batch, open).get(0).tokens();
        String stop = whole[0] + " " + whole[1];
        Generation cut = generator
                .generate(
                        batch,
                        new SamplingConfig(8, 0, 0, 1, TopPMode.NUCLEUS, 0, List.of(stop), 2, 0, EarlyStopping.FIRST))
                .get(0);
        assertThat(cut.text()).doesNotContain(stop);
        assertThat(cut.tokens().length).isLessThanOrEqualTo(8);
        if (cut.tokens().length == 2) {
            assertThat(cut.reason()).isEqualTo(FinishReason.STOP);
        }
    }
}
