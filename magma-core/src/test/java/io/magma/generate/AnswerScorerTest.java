package io.magma.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.lm.CausalLm;
import io.magma.testing.Close;
import io.magma.testing.TinyModel;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Against log-softmax in Java over logits of the whole sequence. */
class AnswerScorerTest {
    @TempDir
    Path scratch;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "(CLIP|NF)_.*")
    void scoresEqualTheSoftmaxOfWholeSequences(TinyModel model) {
        CausalLm lm = model.languageModel(manager, scratch);
        int[][] prompts = {{3, 1, 4, 1, 5}, {9, 2}};
        List<List<int[]>> answers = List.of(
                List.of(new int[] {6, 5, 3}, new int[] {5}, new int[] {8, 9, 7, 9, 60}), List.of(new int[] {3, 2}));
        for (int batchSize : new int[] {1, 3, 10}) {
            List<List<AnswerScore>> scores =
                    new AnswerScorer(lm, batchSize).scoreAll(TokenPrompts.of(manager, lm, prompts), answers);
            for (int row = 0; row < prompts.length; row++) {
                assertThat(scores.get(row)).hasSameSizeAs(answers.get(row));
                for (int i = 0; i < answers.get(row).size(); i++) {
                    float[] expected = whole(lm, prompts[row], answers.get(row).get(i));
                    AnswerScore score = scores.get(row).get(i);
                    Close.assertClose(score.tokenLogProbabilities(), expected, 1e-5, 1e-5);
                    double sum = 0;
                    for (float p : expected) {
                        sum += p;
                    }
                    assertThat(score.logProbability()).isCloseTo(sum, within(1e-4));
                }
            }
        }
    }

    @Test
    void allOneTokenAnswersTogetherHaveProbabilityOne() {
        CausalLm lm = TinyModel.GPTJ.languageModel(manager, scratch);
        List<int[]> everything =
                IntStream.range(0, 61).mapToObj(id -> new int[] {id}).toList();
        double total = new AnswerScorer(lm, 7)
                .scoreAll(TokenPrompts.of(manager, lm, new int[] {1, 2}), List.of(everything)).get(0).stream()
                        .mapToDouble(s -> Math.exp(s.logProbability()))
                        .sum();
        assertThat(total).isCloseTo(1, within(1e-4));
    }

    @Test
    void emptyAnswersAreRefused() {
        CausalLm lm = TinyModel.GPT2.languageModel(manager, scratch);
        PromptBatch prompt = TokenPrompts.of(manager, lm, new int[] {1});
        assertThatThrownBy(() -> new AnswerScorer(lm, 1).score(prompt, List.of(new int[0])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no tokens");
    }

    private float[] whole(CausalLm lm, int[] prompt, int[] answer) {
        long[] ids = new long[prompt.length + answer.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = i < prompt.length ? prompt[i] : answer[i - prompt.length];
        }
        int v = lm.config().vocabSize();
        float[] logits = lm.logits(lm.hidden(lm.embed(manager.create(ids, new Shape(1, ids.length)))))
                .toFloatArray();
        float[] result = new float[answer.length];
        for (int i = 0; i < answer.length; i++) {
            int at = (prompt.length + i - 1) * v;
            double sum = 0;
            for (int k = 0; k < v; k++) {
                sum += Math.exp(logits[at + k]);
            }
            result[i] = (float) (logits[at + answer[i]] - Math.log(sum));
        }
        return result;
    }
}
