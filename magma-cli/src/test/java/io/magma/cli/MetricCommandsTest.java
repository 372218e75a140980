package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path dir;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    /** Two questions of four annotators who agree, with answers without ids if wanted. */
    private List<String> vqa(String command, String... more) throws IOException {
        String answers = "[{\"answer\": \"yes\", \"answer_id\": 1}, {\"answer\": \"yes\", \"answer_id\": 2}, "
                + "{\"answer\": \"yes\", \"answer_id\": 3}, {\"answer\": \"yes\", \"answer_id\": 4}]";
        file("q.json", "{\"questions\": [{\"question_id\": 1}, {\"question_id\": 2}]}");
        file(
                "a.json",
                "{\"annotations\": [{\"question_id\": 1, \"question_type\": \"is\", \"answer_type\": \"yes/no\", \"answers\": "
                        + answers
                        + "}, {\"question_id\": 2, \"question_type\": \"is\", \"answer_type\": \"other\", \"answers\": "
                        + answers.replace(", \"answer_id\": 4", "") + "}]}");
        file("r.json", "[{\"question_id\": 1, \"answer\": \"Yes.\"}, {\"question_id\": 2, \"answer\": \"\"}]");
        List<String> words = new ArrayList<>(
                List.of("metric", command, "--questions", dir + "/q.json", "--results", dir + "/r.json"));
        if (command.equals("vqa")) {
            words.addAll(List.of("--annotations", dir + "/a.json"));
        }
        words.addAll(List.of(more));
        return words;
    }

    private static Invocation run(List<String> words) {
        return Invocation.of(words.toArray(String[]::new));
    }

    @Test
    void vqaTellsItsVariantAndWritesTheScores() throws IOException {
        Path out = dir.resolve("acc.json");
        Invocation run = run(vqa("vqa", "--output", out.toString()));

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith("variant: openflamingo\nloo: index\npostprocess: none\nempty predictions: 1\n")
                .containsPattern("overall +2 +50\\.00 +0\\.00 to 100\\.00");
        assertThat(run.err())
                .isEqualTo(dir + "/a.json: 1 questions have answers without answer_id; with --loo dict annotators "
                        + "who agree in everything do not count\n");
        JsonNode scores = JSON.readTree(out.toFile());
        assertThat(scores.path("overall").doubleValue()).isEqualTo(50);
        assertThat(scores.path("perQuestionType").path("is").doubleValue()).isEqualTo(50);
        assertThat(scores.path("perAnswerType").path("yes/no").doubleValue()).isEqualTo(100);
        assertThat(scores.path("evalQA").toString()).isEqualTo("{\"1\":100.0,\"2\":0.0}");
        assertThat(scores.path("ci95").path("overall").toString()).isEqualTo("[0.0,100.0]");
    }

    @Test
    void variantsAndJson() throws IOException {
        JsonNode scores = JSON.readTree(run(vqa("vqa", "--variant", "official_head", "--loo", "dict", "--json"))
                .out());

        assertThat(scores.path("variant").textValue()).isEqualTo("official_head");
        assertThat(scores.path("overall").doubleValue()).isZero();
        assertThat(scores.path("counts").path("empty_predictions").intValue()).isOne();
    }

    @Test
    void mistakesAreOneLine() throws IOException {
        List<String> words = vqa("vqa");
        file("r.json", "[{\"question_id\": 3, \"answer\": \"yes\"}]");
        assertThat(run(words))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        dir
                                + "/a.json: 1 questions have answers without answer_id; with --loo dict annotators who agree in everything do "
                                + "not count\nmagma: " + dir
                                + "/r.json: 2 questions without an answer (1, 2), 1 answers to unknown questions "
                                + "(3); --partial scores the rest\n"));
        assertThat(run(vqa("vqa", "--postprocess", "lavis")).err()).isEqualTo("--postprocess lavis needs --wordnet\n");
        assertThat(run(vqa("vqa", "--variant", "best")).err())
                .contains("expected one of")
                .doesNotContain("\tat ");
        assertThat(run(vqa("vqa", "--resamples", "0")))
                .isEqualTo(new Invocation(2, "", "--resamples must be at least 1, was 0\n"));
    }

    @Test
    void submission() throws IOException {
        List<String> words = vqa("vqa-submission", "--output", dir + "/all.json", "--normalize");
        file("r.json", "[{\"question_id\": 2, \"answer\": \"A cat.\"}]");

        assertThat(run(words).out()).isEqualTo(dir + "/all.json: 2 answers, 1 of them filled in as empty\n");
        assertThat(Files.readString(dir.resolve("all.json")))
                .isEqualTo("[{\"question_id\":1,\"answer\":\"\"},{\"question_id\":2,\"answer\":\"cat\"}]");
    }

    @Test
    void benchmarksOfOneAnswer() throws IOException {
        Path gqa = file("gqa.json", "{\"1\": {\"answer\": \"red\", \"types\": {\"structural\": \"query\"}}}");
        Path results = file("g.json", "[{\"questionId\": \"1\", \"prediction\": \"Red\"}]");

        Invocation run =
                Invocation.of("metric", "gqa", "--annotations", gqa.toString(), "--results", results.toString());

        assertThat(run.out()).startsWith("metric: exact match\n").contains("structural\n  query");
        assertThat(run.status()).isZero();
    }

    @Test
    void aokvqaHasTwoTasks() throws IOException {
        Path annotations = file(
                "aok.json",
                "[{\"question_id\": \"x\", \"choices\": [\"ice\", \"snow\"], \"correct_choice_idx\": 1, "
                        + "\"difficult_direct_answer\": false, \"direct_answers\": [\"snow\"]}]");
        Path results = file("p.json", "{\"x\": {\"multiple_choice\": \"snow\", \"direct_answer\": \"snow\"}}");

        JsonNode scores = JSON.readTree(Invocation.of(
                        "metric",
                        "aokvqa",
                        "--annotations",
                        annotations.toString(),
                        "--results",
                        results.toString(),
                        "--json")
                .out());

        assertThat(scores.path("multiple_choice").path("overall").doubleValue()).isEqualTo(100);
        assertThat(scores.path("direct_answer").path("overall").doubleValue()).isEqualTo(33.33);
    }

    @Test
    void rankings() throws IOException {
        Path memes =
                file("dev.jsonl", "{\"id\": 1, \"label\": 1}\n{\"id\": 2, \"label\": 0}\n{\"id\": 3, \"label\": 0}\n");
        Path submission = file("s.csv", "id,proba,label\n1,0.5,1\n2,0.5,0\n3,0.1,0\n");

        JsonNode scores = JSON.readTree(Invocation.of(
                        "metric",
                        "hateful-memes",
                        "--annotations",
                        memes.toString(),
                        "--results",
                        submission.toString(),
                        "--json")
                .out());

        assertThat(scores.path("roc_auc").doubleValue()).isEqualTo(75);
        assertThat(scores.path("accuracy").doubleValue()).isEqualTo(100);
        assertThat(scores.path("ci95").path("roc_auc")).hasSize(2);
    }
}
