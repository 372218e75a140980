package io.magma.train.eval.vqa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.train.data.DataException;
import io.magma.train.eval.answer.AnswerEvaluation;
import io.magma.train.eval.answer.IdMatch;
import io.magma.train.eval.answer.Predictions;
import io.magma.train.eval.answer.ScoreReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VqaFilesTest {
    private static final String ANSWERS =
            "[{\"answer\": \"yes\", \"answer_id\": 1}, {\"answer\": \"yes\", \"answer_id\": 2},"
                    + "{\"answer\": \"no\", \"answer_id\": 3}]";

    @TempDir
    private Path dir;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private Path annotations() throws IOException {
        return file(
                "a.json",
                "{\"annotations\": [{\"question_id\": 1, \"question_type\": \"is\", \"answer_type\": \"yes/no\","
                        + "\"answers\": " + ANSWERS + "}, {\"question_id\": 2, \"answers\": " + ANSWERS + "}]}");
    }

    private ScoreReport evaluated(String results, IdMatch match) throws IOException {
        AnswerEvaluation evaluation = new AnswerEvaluation(
                new VqaScorer(VqaVariant.OPENFLAMINGO, LeaveOneOut.INDEX), VqaFiles.results(file("r.json", results)));
        VqaFiles.annotations(annotations(), evaluation::add);
        return evaluation.report(match);
    }

    @Test
    void scoresAndCountsEmptyPredictions() throws IOException {
        ScoreReport report = evaluated(
                "[{\"question_id\": 2, \"answer\": \" \"}, {\"question_id\": 1, \"answer\": \"Yes\"}]", IdMatch.STRICT);

        // two of three agree: (1/3 + 1/3 + 2/3) / 3
        assertThat(report.questions().get(0).score()).isEqualTo((1 / 3.0 + 1 / 3.0 + 2 / 3.0) / 3);
        assertThat(report.questions().get(0).normalized()).isEqualTo("yes");
        assertThat(report.questions().get(1).types())
                .containsEntry("answer_type", "other")
                .containsEntry("question_type", "other");
        assertThat(report.emptyPredictions()).isOne();
    }

    @Test
    void idsMustBeTheSameUnlessPartial() throws IOException {
        String results = "[{\"question_id\": 1, \"answer\": \"yes\"}, {\"question_id\": 7, \"answer\": \"yes\"}]";

        assertThatThrownBy(() -> evaluated(results, IdMatch.STRICT))
                .isInstanceOf(DataException.class)
                .hasMessage(dir.resolve("r.json")
                        + ": 1 questions without an answer (2), 1 answers to unknown questions (7); "
                        + "--partial scores the rest");
        assertThat(evaluated(results, IdMatch.PARTIAL).questions()).hasSize(1);
    }

    @Test
    void badFiles() throws IOException {
        assertThatThrownBy(() -> evaluated(
                        "[{\"question_id\": 1, \"answer\": \"a\"},\n{\"question_id\": 1, \"answer\": \"b\"}]",
                        IdMatch.PARTIAL))
                .hasMessage(dir.resolve("r.json") + ":2: a second answer to question 1");
        assertThatThrownBy(() -> evaluated("[{\"question_id\": 1, \"answer\": 5}]", IdMatch.PARTIAL))
                .hasMessage(dir.resolve("r.json") + ":1: answer must be a text, was 5");
        assertThatThrownBy(() -> evaluated("[{\"question_id\": 1, \"ans", IdMatch.PARTIAL))
                .hasMessageStartingWith(dir.resolve("r.json") + ":1: is not JSON: ")
                .hasMessageMatching(".* \\(column \\d+\\)");
        Path latin = Files.write(dir.resolve("l.json"), new byte[] {'[', '"', (byte) 0xe9, '"', ']'});
        assertThatThrownBy(() -> VqaFiles.results(latin))
                .hasMessageContaining(latin + ":1: is not JSON: Invalid UTF-8");
        Path twice = file("q.json", "{\"questions\": [{\"question_id\": 1},\n{\"question_id\": 1}]}");
        assertThatThrownBy(() -> VqaFiles.questionIds(twice)).hasMessage(twice + ":2: question_id 1 is there twice");
        Path none = file("n.json", "{\"question\": []}");
        assertThatThrownBy(() -> VqaFiles.questionIds(none)).hasMessage(none + ": has no list of questions");
    }

    @Test
    void submissionsAreFilledAndReadBack() throws IOException {
        Predictions some = new Predictions("some", Map.of("2", "A \u00e9\"clair."));
        VqaSubmission submission = VqaSubmission.of(List.of("1", "2", "x3"), some, VqaNormalizer::normalized);
        Path out = dir.resolve("all.json");
        submission.write(out);

        assertThat(submission.filled()).isEqualTo(2);
        assertThat(Files.readString(out))
                .isEqualTo("[{\"question_id\":1,\"answer\":\"\"},{\"question_id\":2,\"answer\":\"\u00e9 clair\"},"
                        + "{\"question_id\":\"x3\",\"answer\":\"\"}]");
        assertThat(VqaFiles.results(out).byId()).isEqualTo(submission.answers());
        assertThatThrownBy(() -> VqaSubmission.of(List.of("1"), some, VqaNormalizer::normalized))
                .hasMessage("some: 1 answers to unknown questions (2)");
    }
}
