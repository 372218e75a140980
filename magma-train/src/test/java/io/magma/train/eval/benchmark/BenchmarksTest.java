package io.magma.train.eval.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.magma.testing.Cases;
import io.magma.train.eval.answer.EvaluationItem;
import io.magma.train.eval.answer.GroundTruth;
import io.magma.train.eval.answer.IdMatch;
import io.magma.train.eval.answer.QuestionScore;
import io.magma.train.eval.answer.ScoreReport;
import io.magma.train.eval.vqa.LeaveOneOut;
import io.magma.train.eval.vqa.VqaVariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every benchmark on a small file in its official layout, scores worked by hand. */
class BenchmarksTest {
    @TempDir
    private Path dir;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private List<Double> scores(Benchmark benchmark, String annotations, String results) throws IOException {
        return report(benchmark, annotations, results).questions().stream()
                .map(QuestionScore::score)
                .toList();
    }

    private ScoreReport report(Benchmark benchmark, String annotations, String results) throws IOException {
        return benchmark.evaluate(file("a.json", annotations), file("r.json", results), IdMatch.STRICT);
    }

    @Test
    void gqa() throws IOException {
        ScoreReport report = report(Benchmarks.gqa(), """
                {"07": {"question": "?", "answer": "trash can", "types": {"structural": "query", "semantic": "rel", "detailed": "relS"}},
                 "08": {"question": "?", "answer": "2", "types": {"structural": "query", "semantic": "rel", "detailed": "relO"}}}
                """, """
                [{"questionId": "07", "prediction": "Trash cans"}, {"questionId": "08", "prediction": "Two."}]
                """);

        assertThat(report.questions()).extracting(QuestionScore::score).containsExactly(0.0, 1.0);
        assertThat(report.questions().get(0).types()).containsEntry("detailed", "relS");
    }

    @Test
    void vizWizInBothModes() throws IOException {
        String answer = "{\"answer\": \"basil\", \"answer_confidence\": \"yes\"}";
        String annotations =
                "[{\"image\": \"v.jpg\", \"question\": \"?\", \"answer_type\": \"other\", \"answerable\": 1, \"answers\": ["
                        + String.join(",", java.util.Collections.nCopies(10, answer)) + "]}]";
        String results = "[{\"image\": \"v.jpg\", \"answer\": \"basil\"}]";

        assertThat(scores(Benchmarks.vizWiz(VqaVariant.EVALAI, LeaveOneOut.INDEX), annotations, results))
                .containsExactly(1.0);
        assertThat(scores(Benchmarks.vizWiz(VqaVariant.OPENFLAMINGO, LeaveOneOut.DICT), annotations, results))
                .containsExactly(0.0);
    }

    @Test
    void textVqaAndAnls() throws IOException {
        String text =
                "{\"data\": [{\"question_id\": 5, \"answers\": [\"stop\", \"stop\", \"stop\", \"stop\", \"go\"]}]}";
        assertThat(scores(Benchmarks.textVqa(), text, "[{\"question_id\": 5, \"answer\": \"Stop?\"}]"))
                .containsExactly(1.0);
        assertThat(scores(Benchmarks.stVqa(), text, "[{\"question_id\": 5, \"answer\": \"stops\"}]"))
                .containsExactly(0.8);
        assertThat(scores(
                        Benchmarks.docVqa(),
                        "{\"data\": [{\"questionId\": 5, \"answers\": [\"abcd\"]}, {\"questionId\": 6, \"answers\": [\"abcd\"]}]}",
                        "[{\"questionId\": 5, \"answer\": \"AB xy\"}, {\"questionId\": 6, \"answer\": \" ABxy\"}]"))
                .containsExactly(0.0, 0.5);
        assertThat(Anls.score("kitten", GroundTruth.of("sitting", "mitten")).score())
                .isEqualTo(5 / 6.0, offset(1e-12));
    }

    @Test
    void scienceQa() throws IOException {
        String problem =
                "{\"choices\": [\"a\", \"b\"], \"answer\": 1, \"subject\": \"natural science\", \"grade\": \"grade2\", \"image\": %s, "
                        + "\"split\": \"%s\"}";
        String annotations = "{\"1\": " + problem.formatted("\"image.png\"", "test") + ", \"2\": "
                + problem.formatted("null", "test") + ", \"3\": " + problem.formatted("null", "train") + "}";
        ScoreReport report = report(
                Benchmarks.scienceQa(Optional.of("test")),
                annotations,
                "{\"1\": \"b\", \"2\": \"A. a\", \"3\": \"B\"}");

        assertThat(report.questions()).extracting(QuestionScore::score).containsExactly(1.0, 0.0);
        assertThat(report.questions()).extracting(q -> q.types().get("context")).containsExactly("image", "no image");
        assertThat(report.unscored()).isOne();
        assertThat(AnswerRules.letter("B. b", GroundTruth.of("B")).score()).isEqualTo(1);
        assertThat(AnswerRules.letter("b. b", GroundTruth.of("B")).score()).isZero();
        assertThatThrownBy(() -> report(
                        Benchmarks.scienceQa(Optional.empty()), "{\"1\": {\"choices\": [\"a\"], \"answer\": 1}}", "{}"))
                .hasMessage(dir.resolve("a.json") + ":1: answer must be from 0 to 0, was 1");
    }

    @Test
    void aokVqa() throws IOException {
        String annotations = """
                [{"question_id": "x", "choices": ["ice", "snow"], "correct_choice_idx": 1, "difficult_direct_answer": false,
                  "direct_answers": ["snow", "snow", "ice"]},
                 {"question_id": "y", "choices": ["ice", "snow"], "correct_choice_idx": 0, "difficult_direct_answer": true,
                  "direct_answers": ["ice"]}]
                """;
        String results = """
                {"x": {"multiple_choice": "snow", "direct_answer": "snow"}, "y": {"multiple_choice": "Ice", "direct_answer": "ice"}}
                """;

        assertThat(scores(Benchmarks.aokVqaChoice(), annotations, results)).containsExactly(1.0, 0.0);
        assertThat(scores(Benchmarks.aokVqaDirect(), annotations, results)).containsExactly(2 / 3.0);
    }

    @Test
    void snliVe() throws IOException {
        ScoreReport report = report(Benchmarks.snliVe(), """
                {"pairID": "1#0", "gold_label": "neutral"}
                {"pairID": "2#0", "gold_label": "-"}
                {"pairID": "vg_3", "gold_label": "entailment"}
                """, "{\"1#0\": \" Neutral\", \"2#0\": \"neutral\"}");

        assertThat(report.questions()).extracting(QuestionScore::score).containsExactly(1.0);
        assertThat(report.unscored()).isEqualTo(2);
    }

    @Test
    void filesOfTheirMakers() {
        List<EvaluationItem> items = new ArrayList<>();
        Benchmarks.gqa().items().read(Cases.shared("evaldata/micro/gqa_questions.json"), items::add);
        Benchmarks.snliVe().items().read(Cases.shared("evaldata/micro/snli_ve_sample_pairs.jsonl"), items::add);

        assertThat(items.get(0))
                .isEqualTo(new EvaluationItem(
                        "202218649",
                        GroundTruth.of("picture"),
                        Map.of("detailed", "relS", "semantic", "rel", "structural", "query")));
        assertThat(items).hasSize(17);
        assertThat(items.get(1).truth().texts()).containsExactly("contradiction");
    }

    @Test
    void hatefulMemesAndAnswerability() throws IOException {
        Path memes = file("dev.jsonl", "{\"id\": 8291, \"label\": 1}\n{\"id\": 46971, \"label\": 0}\n");
        Path submission = file("s.csv", "id,proba,label\n46971,0.2,1\n08291,0.9,1\n".replace("08291", "8291"));
        BinaryRanking ranking =
                RankingFiles.hatefulMemes(memes, submission, IdMatch.STRICT).ranking();
        Path images = file("v.json", "[{\"image\": \"a\", \"answerable\": 1}, {\"image\": \"b\", \"answerable\": 0}]");
        Path confidences = file("c.json", "[{\"image\": \"a\", \"answerable\": 0.5}]");

        assertThat(ranking.rocAuc(new int[] {1, 1})).isEqualTo(1);
        assertThat(ranking.accuracy(new int[] {1, 1})).isEqualTo(0.5);
        RankingFiles.Ranked partial = RankingFiles.answerability(images, confidences, IdMatch.PARTIAL);
        assertThat(partial.ranking().f1(new int[] {1})).isZero();
        assertThat(partial.mismatch().unanswered()).containsExactly("b");
        assertThatThrownBy(() -> RankingFiles.answerability(images, confidences, IdMatch.STRICT))
                .hasMessage(confidences + ": 1 questions without an answer (b); --partial scores the rest");
        Path bad = file("bad.csv", "id,proba,label\n8291,high,1\n");
        assertThatThrownBy(() -> RankingFiles.hatefulMemes(memes, bad, IdMatch.STRICT))
                .hasMessage(bad + ":2: proba must be a number, was 'high'");
    }
}
