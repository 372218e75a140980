package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.testing.TinyRunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be done with a run once it is trained, by the commands that people type. */
class ModelCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dir;

    private String run;
    private String model;

    @BeforeEach
    void train() throws IOException {
        Path config = TinyRunFiles.write(dir);
        Invocation train = Invocation.of("train", "-c", config.toString());
        assertThat(train.status()).as(train.err()).isZero();
        run = dir.resolve("out").toString();
        model = dir.resolve("model").toString();
    }

    private static JsonNode json(Invocation invocation) throws IOException {
        assertThat(invocation.status()).as(invocation.err()).isZero();
        assertThat(invocation.out()).hasLineCount(1);
        return JSON.readTree(invocation.out());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 2] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void exportWritesAModelThatVerifiesAndAnswersLikeTheRun() throws IOException {
        JsonNode export = json(Invocation.of("export", run, "-o", model, "--json"));

        assertThat(export.path("kind").asText()).isEqualTo("model");
        assertThat(export.path("output").asText()).isEqualTo(model);
        assertThat(export.path("step").asInt()).isEqualTo(3);
        assertThat(export.path("full").isBoolean()).isTrue();
        assertThat(export.path("full").asBoolean()).isFalse();
        assertThat(export.path("tensors").path("trainable").asInt()).isEqualTo(18);
        assertThat(names(dir.resolve("model")))
                .containsExactly(
                        "config.yml",
                        "magma.json",
                        "merges.txt",
                        "preprocessor_config.json",
                        "serving.properties",
                        "trainable.safetensors",
                        "vocab.json");
        JsonNode info = json(Invocation.of("info", "-m", model, "--verify", "--json"));
        assertThat(info.path("verified").asBoolean()).isTrue();
        assertThat(info.path("trained_parameters").asLong()).isPositive();
        assertThat(Invocation.of("info", "-m", model, "--verify").out()).containsPattern("verified +true");
        assertThat(generate(model)).isEqualTo(generate(run));
    }

    private JsonNode generate(String from) throws IOException {
        String image = dir.resolve("data/images/2.png").toString();
        return json(Invocation.of("generate", "-m", from, "--image", image, "--prompt", "Q: Which? A:", "--json"));
    }

    @Test
    void exportSaysInWordsWhatItWrote() {
        assertThat(Invocation.of("export", run, "-o", model, "--full").out())
                .matches("\\Q" + model
                        + "\\E: model of 18 trained and \\d+ frozen tensors, equal to step 3 of the run\n");
    }

    @Test
    void aDamagedExportIsRefusedInOneLine() throws IOException {
        assertThat(Invocation.of("export", run, "-o", model, "--full").status()).isZero();
        Path weights = dir.resolve("model/language_model/model.safetensors");
        damage(weights);
        String[][] commands = {
            {"generate", "-m", model, "--prompt", "a"},
            {"info", "-m", model},
            {"info", "-m", model, "--verify", "--json"},
            {"score", "-m", model, "--data", dir.resolve("data").toString(), "-o", dir + "/scores.jsonl"},
            {"eval", "-m", model, "--data", "val=" + dir.resolve("data"), "-o", dir + "/evaluation.json"},
        };
        for (String[] command : commands) {
            assertThat(Invocation.of(command))
                    .isEqualTo(new Invocation(
                            1, "", "magma: " + model + ": " + weights + " is not the file that was exported\n"));
        }
        assertThat(dir.resolve("scores.jsonl")).doesNotExist();
        assertThat(dir.resolve("evaluation.json")).doesNotExist();
    }

    @Test
    void verifyingComparesAnswersAndWantsAnExportedModel() throws IOException {
        assertThat(Invocation.of("export", run, "-o", model).status()).isZero();
        Path manifest = dir.resolve("model/magma.json");
        String text = Files.readString(manifest);
        String altered = text.replaceFirst("(\"greedy\" : \\[ )\\d+", "$160000");
        assertThat(altered).isNotEqualTo(text);
        Files.writeString(manifest, altered);

        assertThat(Invocation.of("info", "-m", model, "--verify"))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "magma: " + model + ": the model decodes other tokens here than when it was exported\n"));
        assertThat(Invocation.of("info", "-m", run, "--verify"))
                .isEqualTo(new Invocation(2, "", run + ": not an exported model, has no magma.json\n"));
        assertThat(Invocation.of("info", "--verify"))
                .isEqualTo(new Invocation(2, "", "--verify needs an exported model, as in -m model\n"));
    }

    /** The best one is here the one of the greatest loss, so that it is not the last one as well. */
    @Test
    void exportTakesTheBestCheckpoint() throws IOException {
        Invocation train = Invocation.of(
                "train",
                "-c",
                dir.resolve("run.yml").toString(),
                "--resume",
                "never",
                "--set",
                "data.eval=[{path: " + dir.resolve("data") + "}]",
                "--set",
                "training.eval_every=1",
                "--set",
                "training.save_every=1",
                "--set",
                "training.generate_samples=0",
                "--set",
                "checkpoint.best.mode=max",
                "--set",
                "checkpoint.keep=1",
                "--set",
                "checkpoint.keep_best=1");
        assertThat(train.status()).as(train.err()).isZero();
        int best = 0;
        double greatest = Double.NEGATIVE_INFINITY;
        for (String line : Files.readAllLines(dir.resolve("out/metrics.jsonl"))) {
            JsonNode record = JSON.readTree(line);
            if (record.path("eval_loss").asDouble(Double.NEGATIVE_INFINITY) > greatest) {
                greatest = record.path("eval_loss").asDouble();
                best = record.path("step").asInt();
            }
        }
        assertThat(best).isBetween(1, 2);
        assertThat(dir.resolve("out/best")).content().isEqualTo("step-0000000" + best + "\n");
        assertThat(json(Invocation.of("export", run, "--best", "-o", model, "--json"))
                        .path("step")
                        .asInt())
                .isEqualTo(best);
    }

    @Test
    void exportRefusesWhatItCannotDo() throws IOException {
        assertThat(Invocation.of("export", dir.resolve("data").toString(), "-o", model))
                .matches(refused -> refused.status() == 2)
                .extracting(Invocation::err)
                .asString()
                .contains("not a run or a checkpoint")
                .hasLineCount(1);
        assertThat(Invocation.of("export", run, "-o", dir.resolve("data").toString()))
                .isEqualTo(new Invocation(2, "", dir.resolve("data") + ": exists already\n"));
        Invocation encoder = Invocation.of("export", run, "--encoder", "-o", model);
        assertThat(encoder.status()).isEqualTo(2);
        assertThat(encoder.err()).contains("holds no trained image encoder").hasLineCount(1);
        assertThat(Invocation.of("export", run, "--best", "-o", model))
                .isEqualTo(new Invocation(2, "", run + ": has no best checkpoint; checkpoint.keep_best keeps some\n"));
        damage(dir.resolve("out/checkpoints/step-00000003/trainable.safetensors"));
        Invocation damaged = Invocation.of("export", run, "-o", model);
        assertThat(damaged.status()).isEqualTo(1);
        assertThat(damaged.err())
                .startsWith("magma: ")
                .contains("trainable.safetensors does not match its checksum")
                .hasLineCount(1);
        assertThat(dir.resolve("model")).doesNotExist();
    }

    @Test
    void evalScoresAModelAndReportShowsIt() throws IOException {
        Path file = dir.resolve("out/evaluation.json");
        String data = dir.resolve("data").toString();
        JsonNode eval = json(Invocation.of(
                "eval",
                "-m",
                run,
                "--data",
                "val=" + data,
                "--describe",
                "val=Four pictures",
                "--train",
                data,
                "--blind",
                "--batch-size",
                "3",
                "-o",
                file.toString(),
                "--json"));

        assertThat(eval.path("output").asText()).isEqualTo(file.toString());
        JsonNode rows = eval.path("sections").path("val");
        assertThat(rows.fieldNames()).toIterable().contains("letter", "exact caption");
        assertThat(rows.path("letter").path("n").asInt()).isEqualTo(4);
        // Four different answers, so the most frequent one of the training data is right once.
        assertThat(rows.path("letter").path("majority").asDouble()).isEqualTo(0.25);
        assertThat(rows.path("letter").path("model").asDouble()).isBetween(0.0, 1.0);
        assertThat(rows.path("letter").has("blind")).isTrue();
        assertThat(Files.readString(file)).contains("Four pictures");
        Invocation report = Invocation.of("report", run);
        assertThat(report).isEqualTo(new Invocation(0, run + "/report.html\n", ""));
        assertThat(Files.readString(dir.resolve("out/report.html"))).contains("Four pictures", "exact caption");
    }

    @Test
    void evalPrintsATableAndRefusesWhatIsNotThere() {
        String data = dir.resolve("data").toString();
        String file = dir.resolve("evaluation.json").toString();
        Invocation table = Invocation.of(
                "eval", "-m", run, "--data", "val=" + data, "--content", "questions", "--limit", "2", "-o", file);
        assertThat(table.status()).as(table.err()).isZero();
        assertThat(table.out()).contains("majority").containsPattern("letter +2 ");

        assertThat(Invocation.of("eval", "-m", run, "--data", "val=" + dir + "/none", "-o", file))
                .isEqualTo(new Invocation(2, "", dir + "/none: no such file or folder\n"));
        assertThat(Invocation.of("eval", "-m", run, "--data", "val=" + data, "--describe", "x=y", "-o", file))
                .isEqualTo(new Invocation(2, "", "--describe x: there is no --data of that name\n"));
    }

    @Test
    void anExportedEncoderKeepsItsImageProcessor() throws IOException {
        Files.writeString(dir.resolve("clip_resnet/preprocessor_config.json"), """
                {"do_resize": true, "size": {"shortest_edge": 32}, "do_center_crop": true,
                 "crop_size": {"height": 32, "width": 32}, "resample": 3, "do_normalize": true,
                 "image_mean": [0.5, 0.25, 0.5], "image_std": [0.5, 0.5, 0.125]}
                """);
        String trained = dir.resolve("trained").toString();
        Invocation train = Invocation.of(
                "train",
                "-c",
                dir.resolve("run.yml").toString(),
                "--set",
                "model.image_encoder.trainable=true",
                "--set",
                "checkpoint.dir=" + trained);
        assertThat(train.status()).as(train.err()).isZero();

        assertThat(Invocation.of("export", trained, "--encoder", "-o", model))
                .isEqualTo(new Invocation(0, model + ": image encoder\n", ""));
        assertThat(names(dir.resolve("model")))
                .containsExactly("config.json", "model.safetensors", "preprocessor_config.json");
        JsonNode processor =
                JSON.readTree(dir.resolve("model/preprocessor_config.json").toFile());
        assertThat(processor.path("image_mean")).isEqualTo(JSON.readTree("[0.5, 0.25, 0.5]"));
        assertThat(processor.path("image_std")).isEqualTo(JSON.readTree("[0.5, 0.5, 0.125]"));
    }
}
