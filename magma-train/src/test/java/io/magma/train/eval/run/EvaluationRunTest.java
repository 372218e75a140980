package io.magma.train.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking, resuming, sharing and writing down, with answers out of a script instead of a model. */
class EvaluationRunTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ModelIdentity MODEL = new ModelIdentity("m", Map.of("trainable.safetensors", "ab"), Map.of());
    private static final List<String> WORDS = List.of("cat", "dog", "cat", "bird", "two words", "Dog", "cow");

    @TempDir
    private Path dir;

    /** Seven questions in GQA's layout, of which the script gets all right that say what they want to hear. */
    @BeforeEach
    void data() throws IOException {
        Path data = Files.createDirectories(dir.resolve("data/images"));
        StringBuilder questions = new StringBuilder("{");
        for (int i = 0; i < WORDS.size(); i++) {
            Files.writeString(data.resolve(i + ".jpg"), "");
            questions.append(i == 0 ? "" : ",").append("""
                    "q%d": {"imageId": "%d", "question": "Say %s?", "answer": "%s", "types": {"structural": "%s"}}""".formatted(
                            i, i, WORDS.get(i), i == 3 ? "cow" : WORDS.get(i), i % 2 == 0 ? "query" : "verify"));
        }
        Files.writeString(dir.resolve("data/testdev_balanced_questions.json"), questions.append("}"));
        Files.writeString(dir.resolve("data/train_balanced_questions.json"), questions);
    }

    private TaskEntry entry(List<Integer> shots, List<Baseline> baselines, String... set) {
        return new TaskEntry(
                "gqa",
                "",
                dir.resolve("data"),
                shots,
                "default",
                List.of(set),
                List.of(),
                baselines,
                List.of(),
                0,
                false);
    }

    private Optional<ResultFile> run(Path out, TaskEntry entry, Answerer answerer, Share share) {
        return new EvaluationRun(List.of(entry), dir, out).run(answerer, MODEL, share, AskingProgress.NONE);
    }

    private static ScriptedAnswerer answerer() {
        return new ScriptedAnswerer(1000, Integer.MAX_VALUE);
    }

    private static Share alone(int batchSize) {
        return new Share(0, 1, batchSize);
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void theResultHoldsProtocolScoresAndEveryItem() throws IOException {
        Path out = dir.resolve("out");
        ResultFile result = run(out, entry(List.of(0, 2), List.of(Baseline.BLIND)), answerer(), alone(3))
                .orElseThrow();

        TaskResult task = result.tasks().get(0);
        assertThat(task.metric()).isEqualTo("exact_match");
        assertThat(task.protocol().path("prompt").path("query").asText()).isEqualTo("{image}Q: {question} A:");
        assertThat(task.trials()).hasSize(4);
        TrialResult first = task.trials().get(0);
        assertThat(first.scores()).containsEntry("exact_match", 6 / 7.0);
        assertThat(first.interval().get("low")).isBetween(0.0, 6 / 7.0);
        assertThat(first.interval()).containsEntry("high", 1.0);
        assertThat(first.byQuestionType().get("verify")).isEqualTo(new TrialResult.TypeScore(3, 2 / 3.0));
        assertThat(task.trials().get(1).scores()).containsEntry("exact_match", 0.0);
        assertThat(task.trials().get(1).baseline()).isEqualTo("blind");
        JsonNode file = JSON.readTree(out.resolve("results.json").toFile());
        assertThat(file.path("model")
                        .path("sha256")
                        .path("trainable.safetensors")
                        .asText())
                .isEqualTo("ab");
        assertThat(file.path("tasks")
                        .path(0)
                        .path("summary")
                        .path(0)
                        .path("mean")
                        .asDouble())
                .isEqualTo(6 / 7.0);
        List<JsonNode> items = lines(out.resolve("gqa/shots-2/seed-0/model/items.jsonl"));
        assertThat(items).hasSize(7);
        JsonNode item = items.get(5);
        assertThat(item.path("id").asText()).isEqualTo("q5");
        assertThat(item.path("prompt").asText())
                .endsWith("<image>Q: Say Dog? A:")
                .contains("A: ");
        assertThat(item.path("prompt_images")).hasSize(3);
        assertThat(item.path("shots")).hasSize(2);
        assertThat(item.path("output").asText()).isEqualTo("dog");
        assertThat(item.path("score").asDouble()).isEqualTo(1);
        assertThat(item.path("ground_truths").get(0).asText()).isEqualTo("Dog");
        assertThat(JSON.readTree(out.resolve("gqa/shots-0/seed-0/model/official_results.json")
                                .toFile())
                        .get(3))
                .isEqualTo(JSON.readTree("{\"questionId\": \"q3\", \"prediction\": \"bird\"}"));
    }

    @Test
    void aKilledProcessGoesOnAndAsksNothingTwice() throws IOException {
        TaskEntry entry = entry(List.of(0, 1), List.of());
        ScriptedAnswerer whole = answerer();
        run(dir.resolve("whole"), entry, whole, alone(2));
        Path out = dir.resolve("killed");
        List<String> asked = new ArrayList<>();
        for (int batches = 1; batches < 4; batches++) {
            ScriptedAnswerer killed = new ScriptedAnswerer(1000, batches);
            assertThatThrownBy(() -> run(out, entry, killed, alone(2))).isInstanceOf(ScriptedAnswerer.Killed.class);
            asked.addAll(killed.asked);
            // What a process writes when it dies within a line.
            for (Path log : logs(out)) {
                Files.writeString(log, "{\"id\":\"q6\",\"outp", StandardOpenOption.APPEND);
            }
        }
        assertThat(out.resolve("results.json")).doesNotExist();
        ScriptedAnswerer last = answerer();
        run(out, entry, last, alone(2));
        asked.addAll(last.asked);

        assertThat(asked).containsExactlyInAnyOrderElementsOf(whole.asked);
        assertThat(out.resolve("results.json")).hasSameBinaryContentAs(dir.resolve("whole/results.json"));
        String items = "gqa/shots-1/seed-0/model/items.jsonl";
        assertThat(out.resolve(items))
                .hasSameBinaryContentAs(dir.resolve("whole").resolve(items));
        ScriptedAnswerer again = answerer();
        run(out, entry, again, alone(2));
        assertThat(again.asked).isEmpty();
    }

    private static List<Path> logs(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(f -> f.getFileName().toString().equals("answers.jsonl"))
                    .toList();
        }
    }

    @Test
    void processesShareTheItems() throws IOException {
        TaskEntry entry = entry(List.of(1), List.of());
        run(dir.resolve("alone"), entry, answerer(), alone(2));
        Path out = dir.resolve("shared");
        ScriptedAnswerer first = answerer();
        ScriptedAnswerer second = answerer();
        assertThat(run(out, entry, first, new Share(0, 2, 2))).isEmpty();
        assertThat(run(out, entry, second, new Share(1, 2, 2))).isPresent();

        assertThat(first.asked).hasSize(4);
        assertThat(second.asked).hasSize(3);
        List<String> ids = new ArrayList<>();
        for (int rank = 0; rank < 2; rank++) {
            lines(out.resolve("gqa/shots-1/seed-0/model/answers-" + rank + "-of-2.jsonl")).stream()
                    .skip(1)
                    .forEach(answer -> ids.add(answer.path("id").asText()));
        }
        assertThat(ids).hasSize(7).doesNotHaveDuplicates();
        assertThat(out.resolve("results.json")).hasSameBinaryContentAs(dir.resolve("alone/results.json"));
        // Another number of processes goes on with what these have answered.
        ScriptedAnswerer third = answerer();
        assertThat(run(out, entry, third, alone(2))).isPresent();
        assertThat(third.asked).isEmpty();
    }

    @Test
    void answersOfAnotherPlanAreNotGoneOnWith() throws IOException {
        Path out = dir.resolve("out");
        run(out, entry(List.of(0), List.of()), answerer(), alone(2));
        assertThatThrownBy(
                        () -> run(out, entry(List.of(0), List.of(), "decoding.max_new_tokens=3"), answerer(), alone(2)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(out.resolve("gqa/shots-0/seed-0/model/answers.jsonl")
                        + ": holds answers to other prompts, or of another model or protocol; name another --output, or"
                        + " remove them");
        Path log = out.resolve("gqa/shots-0/seed-0/model/answers.jsonl");
        Files.writeString(log, Files.readString(log).replaceFirst("\"output\"", "output"));
        assertThatThrownBy(() -> run(out, entry(List.of(0), List.of()), answerer(), alone(2)))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("answers.jsonl: line 2 is damaged");
    }

    @Test
    void examplesWithoutRoomAreDroppedAndCounted() throws IOException {
        Path out = dir.resolve("out");
        // A question takes 9 tokens, or 10, an example 10 or 11; the answer is promised 10.
        ResultFile result = run(
                        out, entry(List.of(4), List.of()), new ScriptedAnswerer(42, Integer.MAX_VALUE), alone(2))
                .orElseThrow();
        TrialResult trial = result.tasks().get(0).trials().get(0);
        assertThat(trial.fewerShots().values().stream().mapToInt(n -> n).sum()).isEqualTo(7);
        for (JsonNode item : lines(out.resolve("gqa/shots-4/seed-0/model/items.jsonl"))) {
            assertThat(item.path("shots").size() + item.path("dropped_shots").asInt())
                    .isEqualTo(4);
        }
        assertThatThrownBy(() ->
                        run(dir.resolve("none"), entry(List.of(0), List.of()), new ScriptedAnswerer(15, 9), alone(2)))
                .hasMessage("q0: has 9 tokens without any example; the model's context of 15 leaves 5 beside the"
                        + " answer");
    }

    @Test
    void baselinesSeeLess() throws IOException {
        Path out = dir.resolve("out");
        run(
                out,
                entry(List.of(1), List.of(Baseline.BLIND, Baseline.SHUFFLED, Baseline.QUESTION_ONLY)),
                answerer(),
                alone(2));
        Path folder = out.resolve("gqa/shots-1/seed-0");
        assertThat(lines(folder.resolve("blind/items.jsonl")))
                .allMatch(i -> i.path("prompt").asText().startsWith("<blank>Q: ")
                        && i.path("prompt_images").isEmpty());
        assertThat(lines(folder.resolve("question_only/items.jsonl")))
                .allMatch(i -> i.path("prompt").asText().startsWith("Q: ")
                        && !i.path("prompt").asText().contains("<"));
        for (JsonNode item : lines(folder.resolve("shuffled/items.jsonl"))) {
            assertThat(item.path("prompt_images").get(1)).isNotEqualTo(item.path("image"));
            assertThat(item.path("prompt_images").get(0))
                    .isEqualTo(item.path("shots").get(0).path("image"));
        }
    }

    @Test
    void labelsAreRanked() throws IOException {
        TaskEntry entry = new TaskEntry(
                "gqa",
                "ranked",
                dir.resolve("data"),
                List.of(0),
                "default",
                List.of("decoding.mode=rank_mean"),
                List.of(),
                List.of(),
                List.of("cat", "dog", "cow"),
                0,
                false);
        ResultFile result = run(dir.resolve("out"), entry, answerer(), alone(4)).orElseThrow();
        // Cats, dogs and the cow are among the labels; of the others the first label is as good as any.
        assertThat(result.tasks().get(0).trials().get(0).scores()).containsEntry("exact_match", 5 / 7.0);
        JsonNode item = lines(dir.resolve("out/ranked/shots-0/seed-0/model/items.jsonl"))
                .get(1);
        assertThat(item.path("label_scores")).isEqualTo(JSON.readTree("{\"cat\": -3.0, \"dog\": -0.5, \"cow\": -3.0}"));
        assertThatThrownBy(() -> run(
                        dir.resolve("other"),
                        entry(List.of(0), List.of(), "decoding.mode=rank_sum"),
                        answerer(),
                        alone(2)))
                .hasMessage("decoding.mode: gqa has no closed set of answers to rank; give at least two, or generate");
    }

    @Test
    void similarPicturesBecomeExamples() throws IOException {
        Path out = dir.resolve("out");
        run(out, entry(List.of(2), List.of(), "shots.selection=rices", "shots.pool=eval"), answerer(), alone(2));
        // By the angle of (n, 1), the neighbours of picture 6 are 5 and then 4; the nearest stands last.
        JsonNode shots = lines(out.resolve("gqa/shots-2/seed-0/model/items.jsonl"))
                .get(6)
                .path("shots");
        assertThat(shots.get(0).path("id").asText()).isEqualTo("q4");
        assertThat(shots.get(1).path("id").asText()).isEqualTo("q5");
    }

    /** Three of ten agree: 0.9; where annotators without a number count as one, none of the others does. */
    @Test
    void vqaAccuracyIsThatOfTheProtocol() throws IOException {
        Files.writeString(dir.resolve("data/questions.json"), """
                {"questions": [{"image_id": 1, "image": "1.jpg", "question": "Say Cats?", "question_id": 1}]}""");
        String three = "{\"answer\": \"cats\"}, {\"answer\": \"cats\"}, {\"answer\": \"cats\"}";
        Files.writeString(
                dir.resolve("data/annotations.json"),
                "{\"annotations\": [{\"question_id\": 1, \"answer_type\": \"other\", \"answers\": [" + three
                        + ", {\"answer\": \"dog\"}".repeat(7) + "]}]}");
        assertThat(vqa("index", "decoding.stop=[]").trials().get(0).scores()).containsEntry("vqa_accuracy", 0.9);
        assertThat(vqa("dict", "decoding.stop=[]").trials().get(0).scores()).containsEntry("vqa_accuracy", 0.7);
        assertThat(vqa("index", "scoring.variant=evalai").metric())
                .isEqualTo("vqa_accuracy, evalai, leave-one-out by index");
        assertThatThrownBy(() -> vqa("index", "scoring.stemming=lavis"))
                .hasMessage("scoring.wordnet: is needed for stemming as lavis; --set scoring.wordnet=FILE, or --set"
                        + " scoring.stemming=none");
    }

    private TaskResult vqa(String loo, String set) {
        TaskEntry entry = new TaskEntry(
                "custom-vqa",
                loo,
                dir.resolve("data"),
                List.of(0),
                "default",
                List.of("scoring.loo_mode=" + loo, set),
                List.of(),
                List.of(),
                List.of(),
                0,
                false);
        return run(dir.resolve("out" + set.hashCode()), entry, answerer(), alone(2))
                .orElseThrow()
                .tasks()
                .get(0);
    }

    @Test
    void captionsAreScoredAsASet() throws IOException {
        Files.writeString(dir.resolve("data/captions.json"), """
                {"images": [{"id": 1, "file_name": "1.jpg"}, {"id": 2, "file_name": "2.jpg"}],
                 "annotations": [{"image_id": 1, "caption": "A small cat sits."},
                                 {"image_id": 2, "caption": "A big dog runs away."}]}""");
        TaskEntry entry = new TaskEntry(
                "custom-caption",
                "",
                dir.resolve("data"),
                List.of(0),
                "default",
                List.of("prompt.query=\"{image}Say a small cat sits\""),
                List.of(),
                List.of(),
                List.of(),
                0,
                false);
        TaskResult task = run(dir.resolve("out"), entry, answerer(), alone(2))
                .orElseThrow()
                .tasks()
                .get(0);
        assertThat(task.metric()).isEqualTo("CIDEr, ptb tokens");
        assertThat(task.trials().get(0).scores()).containsKeys("CIDEr", "Bleu_4", "ROUGE_L");
        assertThat(task.trials().get(0).interval()).containsKeys("low", "high");
        List<JsonNode> items = lines(dir.resolve("out/custom-caption/shots-0/seed-0/model/items.jsonl"));
        assertThat(items.get(0).path("normalized").asText()).isEqualTo("a small cat sits");
        assertThat(items.get(0).path("score").asDouble())
                .isGreaterThan(items.get(1).path("score").asDouble());
    }

    @Test
    void severalTasksAreOneFile() throws IOException {
        Path file = Files.writeString(dir.resolve("eval.yml"), """
                model: m
                output: out
                tasks:
                  - {task: gqa, data: data, shots: [0, 1], set: ["seeds=[1, 2]"]}
                  - {task: gqa, name: again, data: data, limit: 3}
                """);
        assertThat(EvaluationFile.isOne(file)).isTrue();
        EvaluationFile read = EvaluationFile.read(file, List.of());
        ResultFile result = new EvaluationRun(read.tasks(), dir, read.output())
                .run(answerer(), MODEL, alone(8), AskingProgress.NONE)
                .orElseThrow();
        assertThat(result.tasks()).extracting(TaskResult::name).containsExactly("gqa", "again");
        assertThat(result.tasks().get(0).trials()).hasSize(4);
        assertThat(result.tasks().get(0).summary().get(1))
                .isEqualTo(new TaskResult.SummaryRow(1, "model", "exact_match", 2, 6 / 7.0, 0));
        assertThat(result.tasks().get(1).trials().get(0).items()).isEqualTo(3);

        Files.writeString(file, "tasks: [{task: gqa, data: data}, {task: gqa, data: data}]\nmodle: m\noutput: o\n");
        assertThatThrownBy(() -> EvaluationFile.read(file, List.of()))
                .hasMessageContaining(file + ":2: modle: unknown key, did you mean 'model'?")
                .hasMessageContaining("tasks: has [gqa] twice; give each a name of its own");
    }
}
