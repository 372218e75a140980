package io.magma.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.config.RunConfig;
import io.magma.inference.Classification;
import io.magma.inference.Prompt;
import io.magma.inference.VisionLanguageModel;
import io.magma.train.data.DataException;
import io.magma.train.eval.protocol.PromptPart;
import io.magma.train.eval.run.ModelAnswerer;
import io.magma.train.export.ModelExport;
import io.magma.train.loop.ResumeMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs of a class head on the pictures of {@link TinyWorld}, in the three classes of SNLI-VE. */
class ClassificationRunTest {
    private static final List<String> LABELS = List.of("neutral", "entailment", "contradiction");

    @TempDir
    private Path dir;

    private TinyWorld world;

    @BeforeEach
    void write() throws IOException {
        world = new TinyWorld(dir);
        for (int i = 0; i < TinyWorld.CAPTIONS.length; i++) {
            question(i, label(i));
        }
    }

    private static String label(int picture) {
        return LABELS.get(picture % 3);
    }

    private void question(int picture, String answer) throws IOException {
        Files.writeString(
                dir.resolve("data/image_data/" + picture + ".json"),
                "{\"image_path\": \"images/" + picture + ".png\", \"questions\": [{\"prompt\": \"ab\", \"answer\": \""
                        + answer + "\"}]}");
    }

    private RunConfig config(String folder, String... more) {
        List<String> overrides = new ArrayList<>(List.of(
                "objective.type=classification",
                "model.class_head.labels=[neutral, entailment, contradiction]",
                "data.train.0.content=questions",
                "data.train.0.prompt_template=\"{prompt}\"",
                "data.eval.0.content=questions",
                "data.eval.0.prompt_template=\"{prompt}\"",
                "checkpoint.dir=" + dir.resolve(folder)));
        overrides.addAll(List.of(more));
        return world.config(overrides.toArray(String[]::new));
    }

    /** Equal prompts: what tells the classes apart is in the pictures alone. */
    @Test
    void threeLabelsAreLearntByHeartAndExported() throws IOException {
        TinyWorld.run(
                config(
                        "out",
                        "training.steps=100",
                        "training.eval_every=100",
                        "model.image_prefix.dropout=0",
                        "model.image_encoder.trainable=true",
                        "optimizer.image_encoder_lr=1e-3"),
                ResumeMode.NEVER);
        List<JsonNode> metrics = metrics("out");
        assertThat(metrics.get(0).path("loss").asDouble()).isCloseTo(Math.log(3), within(0.7));
        JsonNode last =
                metrics.stream().filter(m -> m.has("eval_loss")).toList().get(0);
        assertThat(last.path("eval_accuracy").asDouble()).isEqualTo(1);
        assertThat(last.path("eval_loss").asDouble()).isLessThan(0.2);
        assertThat(metrics.get(99).path("tokens").asInt()).isEqualTo(8);

        Path exported = dir.resolve("model");
        ModelExport.write(dir.resolve("out"), exported, false, true);
        List<Classification> expected = classified(dir.resolve("out"));
        assertThat(classified(exported)).isEqualTo(expected);
        double sum = 0;
        for (int i = 0; i < expected.size(); i++) {
            assertThat(expected.get(i).best()).isEqualTo(label(i));
            assertThat(expected.get(i).probabilities().values().stream()
                            .mapToDouble(p -> p)
                            .sum())
                    .isCloseTo(1, within(1e-12));
            sum -= expected.get(i).logProbability(label(i));
        }
        // Generation reads a prompt as training does.
        assertThat(sum / expected.size()).isCloseTo(last.path("eval_loss").asDouble(), within(1e-4));
    }

    private List<Classification> classified(Path model) {
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < TinyWorld.CAPTIONS.length; i++) {
            prompts.add(Prompt.image(dir.resolve("data/images/" + i + ".png")).thenText("ab"));
        }
        try (VisionLanguageModel loaded = VisionLanguageModel.load(model, Device.cpu())) {
            assertThat(loaded.classes()).isEqualTo(LABELS);
            List<Classification> all = loaded.classifyAll(prompts);
            double[] two = new ModelAnswerer(loaded)
                    .classify(
                            List.of(List.of(
                                    new PromptPart.Picture(dir.resolve("data/images/1.png")),
                                    new PromptPart.Words("ab"))),
                            List.of("contradiction", "entailment"))
                    .get(0);
            assertThat(two[0]).isCloseTo(all.get(1).logProbability("contradiction"), within(1e-4));
            assertThat(two[1]).isCloseTo(all.get(1).logProbability("entailment"), within(1e-4));
            return all;
        }
    }

    @Test
    void aRunInTwoPartsIsTheRunInOne() throws IOException {
        String recomputed = "training.activation_checkpointing=true";
        TinyWorld.run(config("whole", recomputed, "training.steps=8"), ResumeMode.NEVER);
        TinyWorld.run(config("parts", recomputed, "training.steps=3"), ResumeMode.AUTO);
        TinyWorld.run(config("parts", recomputed, "training.steps=8"), ResumeMode.AUTO);
        assertThat(metrics("parts"))
                .extracting(m -> m.path("loss"))
                .isEqualTo(metrics("whole").stream().map(m -> m.path("loss")).toList());
        assertThat(Files.readAllBytes(dir.resolve("parts/checkpoints/step-00000008/trainable.safetensors")))
                .isEqualTo(Files.readAllBytes(dir.resolve("whole/checkpoints/step-00000008/trainable.safetensors")));
    }

    @Test
    void anUnknownLabelIsSkippedUntilTooManyAre() throws IOException {
        question(3, "perhaps");
        TinyWorld.run(config("out", "training.steps=3", "data.max_corrupt_fraction=0.5"), ResumeMode.NEVER);
        assertThat(metrics("out")).hasSize(3);
        for (int i = 0; i < TinyWorld.CAPTIONS.length; i++) {
            question(i, "perhaps");
        }
        assertThatThrownBy(() -> TinyWorld.run(config("none"), ResumeMode.NEVER))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("'perhaps' is none of the classes neutral, entailment, contradiction")
                .message()
                .hasLineCount(1);
    }

    @Test
    void headAndObjectiveGoTogether() {
        assertThatThrownBy(() -> world.config("objective.type=classification"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("classification needs model.class_head with the labels");
        assertThatThrownBy(() -> world.config("model.class_head.labels=[a, b]"))
                .hasMessageContaining("model.class_head: is trained by the objective classification only");
        assertThatThrownBy(() -> config("out", "model.class_head.labels=[a, a]"))
                .hasMessageContaining("has one twice: [a, a]");
        assertThatThrownBy(() -> config("out", "data.train.0.loss=all"))
                .hasMessageContaining("loss: all does not go with the objective classification");
    }

    private List<JsonNode> metrics(String run) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        for (String line : Files.readAllLines(dir.resolve(run).resolve("metrics.jsonl"))) {
            all.add(new ObjectMapper().readTree(line));
        }
        return all;
    }
}
