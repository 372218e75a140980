package io.magma.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.generate.AnswerScore;
import io.magma.generate.Generation;
import io.magma.generate.Ranking;
import io.magma.generate.SamplingConfig;
import io.magma.multimodal.MultimodalModel;
import io.magma.torch.Autograd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests whose prompts have shots and pictures in common, against each prompt alone. */
class SharedBeginningsTest {
    private static final SamplingConfig SAMPLED = new SamplingConfig(4, 0.9, 0, 1, 5, List.of());

    @TempDir
    private static Path dir;

    private static VisionLanguageModel model;

    @BeforeAll
    static void load() throws IOException {
        model = VisionLanguageModel.load(TinyFolder.write(dir), Device.cpu());
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void answersAreThoseOfEachPromptAlone() {
        List<Prompt> prompts = prompts();
        List<Generation> together = model.generateAll(prompts, SamplingConfig.greedy(4));
        for (int i = 0; i < prompts.size(); i++) {
            assertThat(together.get(i).tokens())
                    .as("prompt " + i)
                    .containsExactly(model.generate(prompts.get(i), SamplingConfig.greedy(4))
                            .tokens());
        }
        // Sampling goes by a prompt's number in the request, not by where sorting puts it.
        assertThat(model.generateAll(prompts, SAMPLED).get(0).tokens())
                .containsExactly(model.generate(prompts.get(0), SAMPLED).tokens());
    }

    @Test
    void rankingsAreThoseOfEachPromptAlone() {
        List<Prompt> prompts = prompts();
        List<String> answers = List.of("yes", "no", "cat", "it");
        List<Ranking> together = model.rank(prompts, answers);
        for (int i = 0; i < prompts.size(); i++) {
            List<AnswerScore> alone = model.score(prompts.get(i), answers);
            for (int a = 0; a < answers.size(); a++) {
                assertThat(together.get(i).scores().get(a).tokenLogProbabilities())
                        .containsExactly(alone.get(a).tokenLogProbabilities(), within(1e-5f));
            }
            int best = together.get(i).best();
            int perToken = together.get(i).bestPerToken();
            assertThat(alone).allSatisfy(s -> {
                assertThat(s.logProbability())
                        .isLessThanOrEqualTo(alone.get(best).logProbability() + 1e-5);
                assertThat(s.meanLogProbability())
                        .isLessThanOrEqualTo(alone.get(perToken).meanLogProbability() + 1e-5);
            });
        }
        assertThatThrownBy(() -> model.rank(prompts, List.of())).hasMessage("there are no answers to rank");
        assertThatThrownBy(() -> model.scoreAll(prompts, List.of())).hasMessage("20 prompts, but answers for 0");
    }

    @Test
    void picturesAreRememberedUpToALimit() {
        MultimodalModel inner = model.model();
        long each = 4L * inner.tokensPerImage() * inner.languageModel().config().hiddenSize();
        PictureFeatures features = new PictureFeatures(inner, 2 * each);
        List<PictureContent> pictures = model.encoder()
                .contents(IntStream.range(0, 3)
                        .mapToObj(i -> PromptImage.of(TinyFolder.picture(i)))
                        .toList());
        try (NDManager scratch = inner.manager().newSubManager()) {
            float[] first = embed(features, pictures, scratch);
            assertThat(features.prepare(pictures))
                    .extracting(PictureFeatures.Prepared::embedded)
                    .containsExactly(false, true, true);
            assertThat(embed(features, pictures, scratch)).containsExactly(first, within(1e-6f));
        }
        assertThat(model.encoder()
                        .contents(List.of(PromptImage.of(TinyFolder.picture(1))))
                        .get(0)
                        .key())
                .isEqualTo(pictures.get(1).key())
                .isNotEqualTo(pictures.get(0).key());
    }

    private static float[] embed(PictureFeatures features, List<PictureContent> pictures, NDManager scratch) {
        return Autograd.frozen(() -> {
            try (NDArray all =
                    features.embed(features.prepare(pictures), scratch).orElseThrow()) {
                return all.toFloatArray();
            }
        });
    }

    // A shot that all share, three questions about each picture, in an order that sorting changes.
    private static List<Prompt> prompts() {
        Prompt shot = Prompt.image(TinyFolder.picture(9)).thenText("a shot. ");
        List<String> questions = List.of("what?", "how many", "colour");
        return IntStream.range(0, 20)
                .mapToObj(i -> shot.thenImage(TinyFolder.picture(i * 7 % 5)).thenText(questions.get(i % 3)))
                .toList();
    }
}
