package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.testing.TinyRunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code magma eval} on tasks, with a model that was trained for three steps. */
class EvalTaskCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ITEMS = 40;

    @TempDir
    private Path dir;

    private Path config;
    private String data;

    @BeforeEach
    void files() throws IOException {
        config = TinyRunFiles.write(dir);
        data = dir.resolve("data").toString();
        Path images = dir.resolve("data/images");
        StringBuilder questions = new StringBuilder("{");
        for (int i = 0; i < ITEMS; i++) {
            questions.append(i == 0 ? "" : ",").append("""
                    "q%d": {"imageId": "%d", "question": "Which %s?", "answer": "a"}""".formatted(i, i % 4, "abcdefgh".substring(i % 8)));
        }
        for (int i = 0; i < 4; i++) {
            Files.copy(images.resolve(i + ".png"), images.resolve(i + ".jpg"));
        }
        Files.writeString(dir.resolve("data/testdev_balanced_questions.json"), questions.append("}"));
        Files.writeString(dir.resolve("data/train_balanced_questions.json"), questions);
    }

    private List<String> arguments(Path out, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "eval",
                "-c",
                config.toString(),
                "--task",
                "gqa",
                "--data",
                data,
                "-o",
                out.toString(),
                "--set",
                "decoding={max_new_tokens: 6}"));
        all.addAll(Arrays.asList(more));
        return all;
    }

    private Invocation eval(Path out, String... more) {
        return Invocation.of(arguments(out, more).toArray(String[]::new));
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void answersAreThoseOfGenerate() throws IOException {
        Path out = dir.resolve("out");
        Invocation eval =
                eval(out, "--limit", "6", "--baselines", "blind,shuffled,question_only", "--batch-size", "4", "--json");

        assertThat(eval.status()).as(eval.err()).isZero();
        JsonNode printed = JSON.readTree(eval.out());
        assertThat(printed.path("output").asText())
                .isEqualTo(out.resolve("results.json").toString());
        assertThat(printed.path("tasks").path("gqa")).hasSize(4);
        assertThat(eval.err()).contains("gqa, 0 shots, seed 0, blind 6/6");
        for (JsonNode item : lines(out.resolve("gqa/shots-0/seed-0/model/items.jsonl"))) {
            Invocation generate = Invocation.of(
                    "generate",
                    "-c",
                    config.toString(),
                    "--image",
                    item.path("image").asText(),
                    "--prompt",
                    item.path("prompt").asText().replace("<image>", ""),
                    "--max-new-tokens",
                    "6",
                    "--json");
            assertThat(item.path("output").asText())
                    .isEqualTo(JSON.readTree(generate.out()).path("text").asText());
        }
        JsonNode result = JSON.readTree(out.resolve("results.json").toFile());
        assertThat(result.path("model").path("sha256").path("config.yml").asText())
                .hasSize(64);
        assertThat(result.path("tasks")
                        .path(0)
                        .path("protocol")
                        .path("decoding")
                        .path("max_new_tokens")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void labelsAreRankedAndExamplesShown() throws IOException {
        Path out = dir.resolve("out");
        Invocation eval =
                eval(out, "--shots", "0,1", "--limit", "3", "--labels", "a,b", "--set", "decoding.mode=rank_sum");
        assertThat(eval.status()).as(eval.err()).isZero();
        assertThat(eval.out()).contains("exact_match").endsWith("results.json\n");
        assertThat(lines(out.resolve("gqa/shots-0/seed-0/model/items.jsonl")))
                .allMatch(i -> i.path("label_scores").path("a").asDouble() < 0);
    }

    /** Killed in the middle, without a chance to say goodbye. */
    @Test
    void aKilledEvaluationGoesOnAndAsksNothingTwice() throws IOException, InterruptedException {
        Path out = dir.resolve("killed");
        Path log = out.resolve("gqa/shots-0/seed-0/model/answers.jsonl");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                MagmaCli.class.getName()));
        command.addAll(arguments(out, "--batch-size", "1"));
        Process process = new ProcessBuilder(command)
                .redirectError(dir.resolve("err.txt").toFile())
                .redirectOutput(dir.resolve("out.txt").toFile())
                .start();
        try {
            await(process, log);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        int before = Files.readAllLines(log).size();

        Invocation rest = eval(out, "--batch-size", "1");

        assertThat(rest.status()).as(rest.err()).isZero();
        assertThat(before).isBetween(3, ITEMS);
        List<JsonNode> answers = lines(log);
        assertThat(answers.subList(1, answers.size()))
                .extracting(a -> a.path("id").asText())
                .hasSize(ITEMS)
                .doesNotHaveDuplicates();
        Path whole = dir.resolve("whole");
        assertThat(eval(whole).status()).isZero();
        assertThat(out.resolve("results.json")).hasSameBinaryContentAs(whole.resolve("results.json"));
    }

    private static void await(Process process, Path log) throws IOException, InterruptedException {
        for (int hundredths = 0; hundredths < 12_000; hundredths++) {
            if (Files.exists(log) && Files.readAllLines(log).size() >= 4) {
                return;
            }
            assertThat(process.isAlive()).isTrue();
            Thread.sleep(10);
        }
        throw new AssertionError("no answers within two minutes");
    }

    @Test
    void mistakesAreOneLine() throws IOException {
        Path out = dir.resolve("out");
        assertThat(Invocation.of("eval", "-c", config.toString(), "--task", "vqav2", "--data", data, "-o", "x"))
                .isEqualTo(new Invocation(
                        2,
                        "",
                        "--task vqav2: there is no such task; known: vqa, okvqa, gqa, vizwiz, textvqa, caption, nocaps,"
                                + " snli-ve, hateful-memes, fast-binding, custom-vqa, custom-caption\n"));
        assertThat(eval(out, "--shots", "-1").err()).isEqualTo("shots: must be at least 0, were [-1]\n");
        assertThat(eval(out, "--set", "shots.pol=eval").err())
                .isEqualTo("--set shots.pol: unknown key, did you mean 'pool'?\n");
        assertThat(eval(out, "--rank", "2", "--ranks", "2").err()).isEqualTo("rank must be from 0 to 1 of 2, was 2\n");
        Files.delete(dir.resolve("data/images/3.jpg"));
        assertThat(eval(out).status()).isEqualTo(1);
        assertThat(eval(out).err())
                .isEqualTo("magma: " + dir.resolve("data/images/3.jpg")
                        + ": no such picture, the first of 10 missing of 40"
                        + " (gqa, eval); --skip-missing leaves them out and counts them\n");
        assertThat(eval(out, "--skip-missing", "--limit", "2").status()).isZero();
        assertThat(JSON.readTree(out.resolve("results.json").toFile())
                        .path("tasks")
                        .path(0)
                        .path("left_out")
                        .path("pictures that are not there")
                        .asInt())
                .isEqualTo(10);
    }
}
