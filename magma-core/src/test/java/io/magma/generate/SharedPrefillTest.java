package io.magma.generate;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.lm.CausalLm;
import io.magma.testing.Close;
import io.magma.testing.TinyModel;
import io.magma.torch.HostData;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Prompts read with what they share against each prompt read alone. */
class SharedPrefillTest {
    private static final int S = 3;

    @TempDir
    Path scratch;

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = "CLIP_.*")
    void sharingChangesNothing(TinyModel model) {
        CausalLm lm = model.languageModel(manager, scratch);
        PromptEmbeddings embeddings = embeddings(lm);
        List<int[]> prompts = prompts();
        List<Integer> order = SharedPrefill.order(prompts);
        SamplingConfig config = new SamplingConfig(6, 0.8, 20, 1, 3, List.of());
        Generator generator = new Generator(lm, new NumberTokenizer(1000), 1000);
        AnswerScorer scorer = new AnswerScorer(lm, 4);
        List<int[]> answers = List.of(new int[] {4, 5, 6}, new int[] {7});
        try (SharedPrefill shared = new SharedPrefill(lm, manager)) {
            for (int from = 0; from < order.size(); from += 5) {
                List<Integer> part = order.subList(from, Math.min(order.size(), from + 5));
                Optional<int[]> next =
                        from + 5 < order.size() ? Optional.of(prompts.get(order.get(from + 5))) : Optional.empty();
                List<int[]> rows = part.stream().map(prompts::get).toList();
                try (Prefilled read = shared.read(rows, embeddings, next, 5)) {
                    float[] last = read.last().toFloatArray();
                    long[] numbers = part.stream().mapToLong(i -> i).toArray();
                    List<List<AnswerScore>> scores = scorer.scoreAll(
                            read, rows.stream().map(r -> answers).toList());
                    List<Generation> together = generator.generate(read, numbers, config, TokenListener.NONE);
                    for (int i = 0; i < rows.size(); i++) {
                        PromptBatch alone =
                                new PromptBatch(embeddings.of(List.of(rows.get(i))), new int[1], numbers[i]);
                        int d = lm.config().hiddenSize();
                        float[] own = lm.hidden(alone.embeddings()).get(":,-1").toFloatArray();
                        Close.assertClose(Arrays.copyOfRange(last, i * d, (i + 1) * d), own, 1e-5, 1e-5);
                        assertThat(together.get(i).tokens())
                                .containsExactly(
                                        generator.generate(alone, config).get(0).tokens());
                        List<AnswerScore> expected =
                                scorer.scoreAll(alone, List.of(answers)).get(0);
                        for (int a = 0; a < answers.size(); a++) {
                            Close.assertClose(
                                    scores.get(i).get(a).tokenLogProbabilities(),
                                    expected.get(a).tokenLogProbabilities(),
                                    1e-5,
                                    1e-5);
                        }
                    }
                }
            }
        }
    }

    @Test
    void whatIsRememberedIsForgotten() {
        CausalLm lm = TinyModel.LLAMA.languageModel(manager, scratch);
        List<int[]> prompts = prompts();
        PromptEmbeddings embeddings = embeddings(lm);
        int before = 0;
        for (int round = 0; round < 3; round++) {
            try (SharedPrefill shared = new SharedPrefill(lm, manager)) {
                shared.read(prompts.subList(0, 4), embeddings, Optional.of(prompts.get(0)), 1)
                        .close();
            }
            int now = manager.getManagedArrays().size();
            if (round > 0) {
                assertThat(now).isEqualTo(before);
            }
            before = now;
        }
    }

    // Two beginnings of 27 and 20 positions with pictures in them, ends of 1 to 9 tokens, one prompt alone.
    private static List<int[]> prompts() {
        int[] shots = IntStream.concat(picture(0), IntStream.range(0, 24).map(i -> (7 * i + 3) % 60))
                .toArray();
        int[] withPicture = IntStream.concat(Arrays.stream(shots), picture(1)).toArray();
        int[] other = IntStream.concat(picture(2), IntStream.range(0, 17).map(i -> (5 * i + 1) % 60))
                .toArray();
        List<int[]> ends =
                List.of(new int[] {9, 8}, new int[] {1}, new int[] {9, 8, 7, 6, 5, 4, 3, 2, 1}, new int[] {9});
        return IntStream.range(0, 14)
                .mapToObj(i -> i == 6
                        ? new int[] {11, 12, 13}
                        : IntStream.concat(
                                        Arrays.stream(i % 3 == 0 ? shots : i % 3 == 1 ? withPicture : other),
                                        Arrays.stream(ends.get(i % 4)))
                                .toArray())
                .toList();
    }

    private static IntStream picture(int number) {
        return IntStream.range(0, S).map(k -> PromptEmbeddings.position(number, S, k));
    }

    // Given in another order than the request's, as a batch has only some of them.
    private PromptEmbeddings embeddings(CausalLm lm) {
        int d = lm.config().hiddenSize();
        float[] values = new float[3 * S * d];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.sin(0.37 * i + 0.01 * i * i);
        }
        NDArray pictures = HostData.floats(manager, values, 3, S, d);
        return new PromptEmbeddings(lm, manager, Optional.of(pictures), List.of(2, 0, 1));
    }
}
