package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.testing.TinyRunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A class head from its training to {@code magma eval --task snli-ve}, on four pictures in SNLI-VE's layout. */
class ClassHeadCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LABELS = List.of("neutral", "entailment", "contradiction");

    @TempDir
    private Path dir;

    private Path config;

    @BeforeEach
    void files() throws IOException {
        config = TinyRunFiles.write(dir);
        Path data = dir.resolve("data");
        StringBuilder rows = new StringBuilder();
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            String label = LABELS.get(i % 3);
            Files.copy(data.resolve("images/" + i + ".png"), data.resolve("images/" + i + ".jpg"));
            rows.append("""
                    {"image": "images/%d.jpg", "prompt": "A dog.", "answer": "%s"}
                    """.formatted(i, label));
            pairs.append("""
                    {"pairID": "%d#0", "Flickr30K_ID": "%d", "sentence2": "A dog.", "gold_label": "%s"}
                    """.formatted(i, i, label));
        }
        Files.writeString(data.resolve("train.jsonl"), rows);
        Files.writeString(data.resolve("snli_ve_test.jsonl"), pairs);
        Files.writeString(
                config,
                TinyRunFiles.CONFIG.replace(
                        "train: {path: data}",
                        "train: {format: qa, path: data/train.jsonl}\nobjective: {type: classification}"));
    }

    private static Invocation done(String... arguments) {
        Invocation invocation = Invocation.of(arguments);
        assertThat(invocation.status()).as(invocation.err()).isZero();
        return invocation;
    }

    private Path eval(Path model, String out, String... more) {
        Path folder = dir.resolve(out);
        String[] arguments = {
            "eval",
            "-m",
            model.toString(),
            "--task",
            "snli-ve",
            "--data",
            dir.resolve("data").toString(),
            "-o",
            folder.toString()
        };
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        done(all);
        return folder;
    }

    private static String mode(Path folder) throws IOException {
        return JSON.readTree(folder.resolve("results.json").toFile())
                .path("tasks")
                .path(0)
                .path("protocol")
                .path("decoding")
                .path("mode")
                .asText();
    }

    @Test
    void whatWasTrainedAnswersTheTask() throws IOException {
        done("train", "-c", config.toString(), "--set", "model.class_head.labels=[neutral, entailment, contradiction]");
        Path run = dir.resolve("out");
        Path model = dir.resolve("model");
        done("export", run.toString(), "-o", model.toString());

        Path byHead = eval(model, "head");
        assertThat(mode(byHead)).isEqualTo("class_head");
        String items = "snli-ve/shots-0/seed-0/model/items.jsonl";
        for (String line : Files.readAllLines(byHead.resolve(items))) {
            JsonNode scores = JSON.readTree(line).path("label_scores");
            double sum = 0;
            for (String label : LABELS) {
                sum += Math.exp(scores.path(label).asDouble());
            }
            assertThat(sum).isCloseTo(1, within(1e-9));
        }
        assertThat(eval(run, "run").resolve(items)).hasSameBinaryContentAs(byHead.resolve(items));
        Path ranked = eval(model, "ranked", "--set", "decoding.mode=rank_mean");
        assertThat(mode(ranked)).isEqualTo("rank_mean");
        assertThat(Files.readString(ranked.resolve(items))).isNotEqualTo(Files.readString(byHead.resolve(items)));
    }

    @Test
    void aModelWithoutAHeadCannotBeAskedForIt() {
        done("train", "-c", config.toString(), "--set", "objective.type=language_model");
        Invocation eval = Invocation.of(
                "eval",
                "-m",
                dir.resolve("out").toString(),
                "--task",
                "snli-ve",
                "--data",
                dir.resolve("data").toString(),
                "--set",
                "decoding.mode=class_head",
                "-o",
                dir.resolve("x").toString());
        assertThat(eval)
                .isEqualTo(
                        new Invocation(
                                2,
                                "",
                                "decoding.mode: class_head, but the model has none; rank the labels by rank_mean or rank_sum\n"));
    }
}
