package io.magma.train.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.config.SourceConfig;
import io.magma.multimodal.ModelLoader;
import io.magma.multimodal.MultimodalModel;
import io.magma.train.data.ImageBytes;
import io.magma.train.data.Sample;
import io.magma.train.eval.EvaluationListener;
import io.magma.train.eval.EvaluationSettings;
import io.magma.train.eval.EvaluationSplit;
import io.magma.train.eval.PictureAnswers;
import io.magma.train.loop.ResumeMode;
import io.magma.train.loop.StopRequest;
import io.magma.train.metrics.TextProgress;
import io.magma.train.report.EvaluationResult;
import io.magma.train.report.MetricRow;
import io.magma.train.report.RunReport;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job in miniature: four colours, their names and a question, from training to the page. */
final class PictureRunTest {
    private static final String CONFIG = """
            model:
              language_model: {path: lm, weights: random}
              image_encoder: {path: encoder, weights: random, trainable: true}
              freeze: {language_model: false}
              image_prefix: {layer_norm: true}
            data:
              train:
                - {path: data, content: captions}
                - {path: data, content: questions, question_types: [letter]}
              eval:
                - {path: data, content: captions}
                - {path: data, content: questions}
            optimizer: {lr: 1.0e-2, image_encoder_lr: 1.0e-3}
            schedule: {type: constant}
            training: {steps: 120, batch_size: 8, eval_every: 60, eval_batches: 0, generate_samples: 3}
            generation: {max_new_tokens: 8}
            checkpoint: {dir: out}
            """;
    private static final Map<String, Color> COLOURS = new LinkedHashMap<>();

    static {
        COLOURS.put("a", Color.RED);
        COLOURS.put("b", Color.GREEN);
        COLOURS.put("c", Color.BLUE);
        COLOURS.put("d", Color.WHITE);
    }

    @TempDir
    private Path dir;

    @BeforeEach
    void writeFolders() throws IOException {
        write(
                "lm/config.json",
                "{\"model_type\": \"gpt2\", \"vocab_size\": 12, \"n_embd\": 32, \"n_layer\": 1,"
                        + " \"n_head\": 2, \"n_positions\": 32, \"eos_token_id\": 0}");
        write(
                "lm/vocab.json",
                "{\"<|endoftext|>\": 0, \"a\": 1, \"b\": 2, \"c\": 3, \"d\": 4, \"Ġ\": 5, \"Q\": 6, \"A\": 7,"
                        + " \":\": 8, \"?\": 9}");
        write("lm/merges.txt", "#version: 0.2\n");
        write(
                "encoder/config.json",
                "{\"model_type\": \"clip_resnet\", \"layers\": [1, 1, 1, 1], \"width\": 8, \"image_size\": 32}");
        Files.createDirectories(dir.resolve("data/images"));
        for (Map.Entry<String, Color> e : COLOURS.entrySet()) {
            String name = e.getKey();
            ImageIO.write(
                    plain(e.getValue()),
                    "png",
                    dir.resolve("data/images/" + name + ".png").toFile());
            String answer = name.equals("a") ? "b" : "a"; // three of four are a
            write(
                    "data/image_data/" + name + ".json",
                    "{\"image_path\": \"images/%s.png\", \"captions\": [\"%s\"],".formatted(name, name)
                            + " \"questions\": [{\"prompt\": \"d?\", \"answer\": \"%s\", \"type\": \"letter\"},"
                                    .formatted(answer)
                            + " {\"prompt\": \"c?\", \"answer\": \"c\", \"type\": \"keyword\"}]}");
        }
    }

    private static BufferedImage plain(Color colour) {
        BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < 1024; p++) {
            image.setRGB(p % 32, p / 32, colour.getRGB());
        }
        return image;
    }

    @Test
    void aModelThatSeesIsRightAndTheSameModelBlindIsNot() throws IOException {
        RunConfig run = ConfigLoader.parse("run.yml", CONFIG, dir, List.of());
        new TrainingRun(run, ResumeMode.NEVER, new TextProgress(line -> {}, false, 100)).run(StopRequest.manual());
        Path out = dir.resolve("out");
        Path trained = out.resolve("checkpoints/step-00000120/trainable.safetensors");

        EvaluationResult result;
        List<String> progress = new ArrayList<>();
        try (ModelEvaluation evaluation = new ModelEvaluation(run.model(), Device.cpu(), 0, Optional.of(trained))) {
            result = evaluation.evaluate(
                    "tiny",
                    List.of(new EvaluationSplit(
                            "held-in", "All of it", run.data().eval())),
                    run.data().train(),
                    new EvaluationSettings(true, 0, 3, 8, 4),
                    (split, done, of) -> progress.add(done + "/" + of));
        }
        List<MetricRow> rows = result.sections().get(0).rows();
        assertThat(rows).extracting(MetricRow::type).containsExactly("all", "letter", "exact caption", "concept named");
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.n()).isEqualTo(4))
                .allSatisfy(row -> assertThat(row.model()).isEqualTo(1.0));
        assertThat(rows.get(1).majority()).hasValue(0.75);
        assertThat(rows.get(2).majority()).hasValue(0.25);
        // One text without a picture fits one picture at most.
        assertThat(rows.get(2).blind().orElseThrow()).isLessThanOrEqualTo(0.25);
        assertThat(progress).containsExactly("0/8", "3/8", "6/8", "8/8");

        assertRecords(out);
        result.write(out.resolve(RunReport.EVALUATION));
        RunReport.write(out, Optional.empty(), out.resolve("report.html"));
        String page = Files.readString(out.resolve("report.html"));
        assertThat(page).contains("exact caption").contains("data:image/png;base64,");
        assertBlindIsZeroPixels(run, trained);
    }

    private static void assertRecords(Path out) throws IOException {
        List<JsonNode> samples = new ArrayList<>();
        for (String line : Files.readAllLines(out.resolve("metrics.jsonl"))) {
            JsonNode record = new ObjectMapper().readTree(line);
            if (record.path("samples").isArray()) {
                assertThat(record.has("eval_loss")).isTrue();
                samples.add(record);
            }
        }
        assertThat(samples).extracting(r -> r.path("step").asInt()).containsExactly(60, 120);
        JsonNode last = samples.get(1).path("samples");
        assertThat(last).hasSize(3);
        for (JsonNode sample : last) {
            assertThat(sample.path("text").asText())
                    .isEqualTo(sample.path("truth").asText());
            BufferedImage image =
                    ImageIO.read(out.resolve(sample.path("image").asText()).toFile());
            assertThat(new Color(image.getRGB(16, 16)))
                    .isEqualTo(COLOURS.get(sample.path("truth").asText()));
        }
    }

    /** CLIP's mean colour normalises to nearly zero, so that picture must be answered like no picture at all. */
    private void assertBlindIsZeroPixels(RunConfig run, Path trained) throws IOException {
        Path mean = dir.resolve("mean.png");
        ImageIO.write(plain(new Color(123, 117, 104)), "png", mean.toFile());
        Sample sample =
                new Sample("mean", Optional.of(ImageBytes.ofFile(mean)), "", "a", false, "caption", List.of("a"));
        try (MultimodalModel model = ModelLoader.load(run.model(), Device.cpu(), 0, Optional.of(trained))) {
            model.training(false);
            PictureAnswers answers = ModelEvaluation.answers(model, run.model(), 8);
            assertThat(LanguageModelParts.pixelReader(
                                    model, run.model().imageEncoder().orElseThrow())
                            .floatsPerImage())
                    .isEqualTo(3 * 32 * 32);
            assertThat(answers.blind(List.of("", "")))
                    .containsExactlyElementsOf(answers.seeing(List.of(sample, sample)));
        }
    }

    @Test
    void thereMustBeSomethingToScore() {
        RunConfig run = ConfigLoader.parse(
                "run.yml",
                CONFIG,
                dir,
                List.of("data.eval.1.question_types=[keyword]", "model.freeze.language_model=false"));
        SourceConfig keywords = run.data().eval().get(1);
        try (ModelEvaluation evaluation = new ModelEvaluation(run.model(), Device.cpu(), 0, Optional.empty())) {
            EvaluationSettings settings = new EvaluationSettings(false, 0, 3, 8, 4);
            assertThatThrownBy(() -> evaluation.evaluate(
                            "tiny",
                            List.of(new EvaluationSplit("none", "", List.of(keywords))),
                            List.of(),
                            settings,
                            EvaluationListener.NONE))
                    .hasMessageContaining("has no sample that can be scored");
        }
    }

    @Test
    void aModelWithoutAnEncoderIsRefused() {
        RunConfig run = ConfigLoader.parse("run.yml", CONFIG, dir, List.of("model.image_encoder=null"));
        try (ModelEvaluation evaluation = new ModelEvaluation(run.model(), Device.cpu(), 0, Optional.empty())) {
            assertThatThrownBy(() -> evaluation.evaluate(
                            "tiny",
                            List.of(),
                            List.of(),
                            new EvaluationSettings(false, 0, 3, 8, 4),
                            EvaluationListener.NONE))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("image_encoder");
        }
    }

    private void write(String file, String text) throws IOException {
        Path path = dir.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
