package io.magma.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.magma.generate.AnswerScore;
import io.magma.generate.Generation;
import io.magma.generate.SamplingConfig;
import io.magma.image.raster.ImageException;
import io.magma.lm.LanguageModelException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public face of a model, on a tiny one. */
class VisionLanguageModelTest {
    private static final SamplingConfig SAMPLED = new SamplingConfig(9, 0.9, 0, 0.95, 3, List.of());

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
    void picturesComeFromJava2dFilesAndBytesAlike() throws IOException {
        Path file = dir.resolve("picture.png");
        ImageIO.write(TinyFolder.picture(1), "png", file.toFile());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(TinyFolder.picture(1), "png", bytes);

        String expected = model.generate(Prompt.image(TinyFolder.picture(1)).thenText("What?"));
        assertThat(model.generate(Prompt.image(file).thenText("What?"))).isEqualTo(expected);
        assertThat(model.generate(Prompt.image(bytes.toByteArray()).thenText("What?")))
                .isEqualTo(expected);
    }

    @Test
    void everyPartOfAPromptAndItsPlaceMatter() {
        Prompt a = Prompt.of("see ")
                .thenImage(TinyFolder.picture(1))
                .thenText(" or ")
                .thenImage(TinyFolder.picture(2));
        Prompt b = Prompt.of("see ")
                .thenImage(TinyFolder.picture(2))
                .thenText(" or ")
                .thenImage(TinyFolder.picture(1));
        Prompt c = Prompt.image(TinyFolder.picture(1)).thenText("see  or ").thenImage(TinyFolder.picture(2));
        List<Double> scores = new ArrayList<>();
        for (Prompt prompt : List.of(a, b, c)) {
            scores.add(model.score(prompt, List.of("cat")).get(0).logProbability());
        }
        assertThat(scores).doesNotHaveDuplicates();
    }

    @Test
    void batchesOfAnySizeGiveWhatPromptsAloneGive() {
        List<Prompt> prompts = IntStream.range(0, 19)
                .mapToObj(i -> i % 3 == 0
                        ? Prompt.of("text".repeat(1 + i % 4))
                        : Prompt.image(TinyFolder.picture(i)).thenText("abc".repeat(i % 5)))
                .toList();
        List<Generation> batched = model.generateAll(prompts, SamplingConfig.greedy(6));
        for (int i = 0; i < prompts.size(); i++) {
            assertThat(batched.get(i).tokens())
                    .as("prompt " + i)
                    .containsExactly(model.generate(prompts.get(i), SamplingConfig.greedy(6))
                            .tokens());
        }
        assertThat(model.generateAll(List.of(), SAMPLED)).isEmpty();
    }

    @Test
    void streamedPiecesAreTheText() {
        StringBuilder text = new StringBuilder();
        Prompt prompt = Prompt.image(TinyFolder.picture(3)).thenText("Say:");
        Generation streamed = model.generate(prompt, SAMPLED, text::append);
        assertThat(text).hasToString(streamed.text());
        assertThat(streamed.tokens())
                .containsExactly(model.generate(prompt, SAMPLED).tokens());
    }

    @Test
    void threadsGetWhatOneThreadGets() throws Exception {
        List<Prompt> prompts = IntStream.range(0, 12)
                .mapToObj(i -> Prompt.image(TinyFolder.picture(i)).thenText("thread"))
                .toList();
        List<String> serial =
                prompts.stream().map(p -> model.generate(p, SAMPLED).text()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> parallel = new ArrayList<>();
            for (Prompt prompt : prompts) {
                parallel.add(
                        threads.submit(() -> model.generate(prompt, SAMPLED).text()));
            }
            for (int i = 0; i < prompts.size(); i++) {
                assertThat(parallel.get(i).get()).isEqualTo(serial.get(i));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void scoresAreThoseOfGreedyDecodingWhereTheyMustBe() {
        Prompt prompt = Prompt.image(TinyFolder.picture(4)).thenText("Q");
        String best = model.generate(prompt, SamplingConfig.greedy(1)).text();
        List<String> letters =
                IntStream.rangeClosed('a', 'z').mapToObj(Character::toString).toList();
        List<AnswerScore> scores = model.score(prompt, letters);
        double top = letters.contains(best)
                ? scores.get(letters.indexOf(best)).tokenLogProbabilities()[0]
                : model.score(prompt, List.of(best)).get(0).tokenLogProbabilities()[0];
        assertThat(scores).hasSize(26).allSatisfy(s -> {
            assertThat(s.tokenLogProbabilities()).hasSize(2);
            assertThat(s.tokenLogProbabilities()[0]).isLessThanOrEqualTo((float) top);
        });
        assertThat(model.score(prompt, List.of("abc", "z")).get(1).logProbability())
                .isCloseTo(scores.get(25).logProbability(), within(1e-5));
    }

    @Test
    void imageVectorsDependOnThePictureAlone() {
        List<PromptImage> pictures = IntStream.range(0, 18)
                .mapToObj(i -> PromptImage.of(TinyFolder.picture(i % 9)))
                .toList();
        float[][] vectors = model.embedImages(pictures);
        assertThat(vectors).hasDimensions(18, 8 * 32);
        assertThat(vectors[2]).containsExactly(vectors[11], within(1e-5f)).isNotEqualTo(vectors[3]);
    }

    @Test
    void refusesWhatItCannotUse() throws IOException {
        Path broken = Files.writeString(dir.resolve("broken.png"), "no picture");
        assertThatThrownBy(() -> model.generate(Prompt.image(broken)))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("broken.png");
        assertThatThrownBy(() -> model.generate(Prompt.image(dir.resolve("none.png"))))
                .isInstanceOf(ImageException.class)
                .hasMessageEndingWith("none.png: no such file");
        assertThatThrownBy(() -> model.generateAll(List.of(Prompt.of("a"), Prompt.of("")), SAMPLED))
                .hasMessage("prompt 2 is empty: it needs a picture or a text");
        assertThatThrownBy(() -> model.generate(Prompt.of("a".repeat(49)), SAMPLED))
                .isInstanceOf(LanguageModelException.class)
                .hasMessage("the prompt has 49 tokens, the language model's context 48");
        assertThatThrownBy(() -> model.score(Prompt.of("a".repeat(40)), List.of("b".repeat(9))))
                .isInstanceOf(LanguageModelException.class)
                .hasMessageContaining("have 49 tokens");
        assertThatThrownBy(() -> model.score(Prompt.of("a"), List.of(""))).hasMessage("an answer is empty");
    }

    @Test
    void callsAndClosingLeaveNothingBehind() throws IOException {
        VisionLanguageModel own = VisionLanguageModel.load(TinyFolder.write(dir.resolve("memory")), Device.cpu());
        use(own);
        Set<NDArray> loaded = NativeArrays.below(own.model().manager());
        for (int i = 0; i < 3; i++) {
            use(own);
        }
        assertThat(NativeArrays.below(own.model().manager())).isEqualTo(loaded).hasSizeGreaterThan(50);
        own.close();
        own.close();
        assertThat(loaded).allMatch(NDArray::isReleased);
        assertThatThrownBy(() -> own.generate(Prompt.of("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the model is closed");
    }

    private static void use(VisionLanguageModel model) {
        Prompt prompt = Prompt.image(TinyFolder.picture(5)).thenText("abc");
        model.generate(prompt, SAMPLED);
        model.generateAll(List.of(prompt, Prompt.of("a")), SamplingConfig.greedy(3));
        model.score(prompt, List.of("a", "bc"));
        model.embedImages(List.of(PromptImage.of(TinyFolder.picture(5))));
        assertThatThrownBy(() -> model.generate(Prompt.image(dir.resolve("none.png"))))
                .isInstanceOf(ImageException.class);
    }
}
