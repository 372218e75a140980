package io.magma.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.lm.CausalLm;
import io.magma.lm.LanguageModelException;
import io.magma.testing.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class GeneratorTest {
    private static final int NO_EOS = 1000;

    @TempDir
    Path scratch;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "(CLIP|NF)_.*")
    void cachedDecodingEqualsRunningTheWholeSequenceEachTime(TinyModel model) {
        CausalLm lm = model.languageModel(manager, scratch);
        int[] prompt = {3, 1, 4, 1, 5};
        List<Generation> cached = generator(lm).generate(batch(lm, prompt), SamplingConfig.greedy(12));
        assertThat(cached).hasSize(1);
        assertThat(cached.get(0).tokens()).containsExactly(wholeSequences(lm, prompt, 12));
        assertThat(cached.get(0).reason()).isEqualTo(FinishReason.LENGTH);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "(CLIP|NF)_.*")
    void rowsOfAPaddedBatchBecomeWhatTheyBecomeAlone(TinyModel model) {
        CausalLm lm = model.languageModel(manager, scratch);
        int[][] prompts = {{3, 1, 4, 1, 5, 9, 2}, {6}, {5, 3, 5}};
        SamplingConfig sampled = new SamplingConfig(10, 0.9, 20, 0.95, 11, List.of());
        for (SamplingConfig config : List.of(SamplingConfig.greedy(10), sampled)) {
            List<Generation> together = generator(lm).generate(batch(lm, prompts), config);
            for (int row = 0; row < prompts.length; row++) {
                PromptBatch own = new PromptBatch(batch(lm, prompts[row]).embeddings(), new int[1], row);
                assertThat(together.get(row).tokens())
                        .containsExactly(
                                generator(lm).generate(own, config).get(0).tokens());
            }
        }
    }

    @Test
    void eachRowEndsAtItsOwnEndOfSequence() {
        CausalLm lm = TinyModel.GPT2.languageModel(manager, scratch);
        int[][] prompts = {{3, 1, 4}, {1, 5, 9}, {2, 6, 5}, {3, 5, 8}, {9, 7, 9}};
        List<Generation> open = generator(lm).generate(batch(lm, prompts), SamplingConfig.greedy(20));
        int eos = open.get(0).tokens()[3];
        List<Generation> ended =
                new Generator(lm, new NumberTokenizer(61), eos).generate(batch(lm, prompts), SamplingConfig.greedy(20));
        for (int row = 0; row < prompts.length; row++) {
            int[] all = open.get(row).tokens();
            int at = 0;
            while (at < all.length && all[at] != eos) {
                at++;
            }
            assertThat(ended.get(row).tokens()).containsExactly(Arrays.copyOf(all, at));
            assertThat(ended.get(row).reason()).isEqualTo(at < all.length ? FinishReason.EOS : FinishReason.LENGTH);
        }
        assertThat(ended.get(0).tokens().length).isLessThanOrEqualTo(3);
    }

    @Test
    void aSeedRepeatsItselfAndRowsDiffer() {
        CausalLm lm = TinyModel.LLAMA.languageModel(manager, scratch);
        int[][] same = {{7, 7}, {7, 7}};
        SamplingConfig config = new SamplingConfig(15, 1.5, 0, 1, 5, List.of());
        List<Generation> first = generator(lm).generate(batch(lm, same), config);
        List<Generation> second = generator(lm).generate(batch(lm, same), config);
        assertThat(first.get(0).tokens()).containsExactly(second.get(0).tokens());
        assertThat(first.get(0).tokens()).isNotEqualTo(first.get(1).tokens());
    }

    @Test
    void idsBeyondTheTokenizerAreNeverSampled() {
        CausalLm lm = TinyModel.GPTJ.languageModel(manager, scratch);
        Generator narrow = new Generator(lm, new NumberTokenizer(5), NO_EOS);
        SamplingConfig hot = new SamplingConfig(30, 50, 0, 1, 1, List.of());
        assertThat(narrow.generate(batch(lm, new int[] {1, 2}), hot).get(0).tokens())
                .hasSize(30)
                .containsOnly(0, 1, 2, 3, 4);
    }

    @Test
    void stopTextsAreFoundAcrossTokensAndCutOff() {
        CausalLm lm = TinyModel.QWEN2.languageModel(manager, scratch);
        PromptBatch prompt = batch(lm, new int[] {1, 2});
        int[] t =
                generator(lm).generate(prompt, SamplingConfig.greedy(8)).get(0).tokens();
        String stop = t[3] + " " + t[4];
        SamplingConfig config = new SamplingConfig(8, 0, 0, 1, 0, List.of(stop));
        Generation cut = generator(lm).generate(prompt, config).get(0);
        String whole = t[0] + " " + t[1] + " " + t[2] + " " + t[3] + " " + t[4] + " ";
        assertThat(cut.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
        assertThat(cut.reason()).isEqualTo(FinishReason.STOP);
    }

    @Test
    void theListenerHearsEveryTokenAndAllText() {
        CausalLm lm = TinyModel.GPT2.languageModel(manager, scratch);
        List<StringBuilder> texts = List.of(new StringBuilder(), new StringBuilder());
        List<List<Integer>> tokens = List.of(new ArrayList<>(), new ArrayList<>());
        TokenListener listener = new TokenListener() {
            @Override
            public void token(int row, int token, String piece) {
                tokens.get(row).add(token);
                texts.get(row).append(piece);
            }

            @Override
            public void finished(int row, String rest, Generation generation) {
                texts.get(row).append(rest);
            }
        };
        List<Generation> result =
                generator(lm).generate(batch(lm, new int[] {1, 2}, new int[] {4}), SamplingConfig.greedy(5), listener);
        for (int row = 0; row < 2; row++) {
            assertThat(texts.get(row).toString()).isEqualTo(result.get(row).text());
            assertThat(tokens.get(row).stream().mapToInt(i -> i).toArray())
                    .containsExactly(result.get(row).tokens());
        }
    }

    @Test
    void stopsWhereTheContextEnds() {
        CausalLm lm = TinyModel.GPT2.languageModel(manager, scratch); // 48 positions
        int[] prompt = new int[45];
        assertThat(generator(lm)
                        .generate(batch(lm, prompt), SamplingConfig.greedy(100))
                        .get(0)
                        .tokens())
                .hasSize(4);
        assertThatThrownBy(() -> generator(lm).generate(batch(lm, new int[49]), SamplingConfig.greedy(1)))
                .isInstanceOf(LanguageModelException.class)
                .hasMessageContaining("49 tokens");
    }

    @Test
    void leavesNoArraysBehind() {
        CausalLm lm = TinyModel.LLAMA.languageModel(manager, scratch);
        PromptBatch prompts = batch(lm, new int[] {1, 2, 3}, new int[] {4});
        SamplingConfig config = new SamplingConfig(5, 1, 0, 1, 0, List.of());
        generator(lm).generate(prompts, config);
        int before = manager.getManagedArrays().size();
        generator(lm).generate(prompts, config);
        generator(lm).generate(prompts, SamplingConfig.greedy(5));
        new AnswerScorer(lm, 2).score(prompts, List.of(new int[] {1, 2}, new int[] {3}));
        assertThat(manager.getManagedArrays()).hasSize(before);
    }

    private static Generator generator(CausalLm lm) {
        return new Generator(lm, new NumberTokenizer(1000), NO_EOS);
    }

    private PromptBatch batch(CausalLm lm, int[]... prompts) {
        return TokenPrompts.of(manager, lm, prompts);
    }

    private int[] wholeSequences(CausalLm lm, int[] prompt, int steps) {
        int[] all = prompt.clone();
        for (int i = 0; i < steps; i++) {
            long[] ids = Arrays.stream(all).asLongStream().toArray();
            NDArray hidden = lm.hidden(lm.embed(manager.create(ids, new Shape(1, ids.length))));
            float[] logits = lm.logits(hidden.get("0,-1").reshape(1, -1)).toFloatArray();
            all = Arrays.copyOf(all, all.length + 1);
            all[all.length - 1] = TokenSampler.GREEDY.sample(logits, new SplittableRandom(0));
        }
        return Arrays.copyOfRange(all, prompt.length, all.length);
    }
}
