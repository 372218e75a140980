package io.magma.train.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.train.eval.protocol.DecodingSettings;
import io.magma.train.eval.protocol.PromptPart;
import io.magma.train.eval.run.Answerer;
import io.magma.train.eval.run.AskingProgress;
import io.magma.train.eval.run.Baseline;
import io.magma.train.eval.run.EvaluationRun;
import io.magma.train.eval.run.ModelIdentity;
import io.magma.train.eval.run.Share;
import io.magma.train.eval.run.TaskEntry;
import io.magma.train.eval.task.TaskItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of what the runner itself writes. */
class RunnerReportTest {
    /** Says yes to everything that it sees a picture of. */
    private static final class Yes implements Answerer {
        @Override
        public int context() {
            return 1000;
        }

        @Override
        public int tokens(List<PromptPart> prompt) {
            return prompt.size();
        }

        @Override
        public int answerTokens(List<String> answers) {
            return 1;
        }

        @Override
        public List<String> generate(List<List<PromptPart>> prompts, DecodingSettings decoding, long seed) {
            return prompts.stream()
                    .map(p -> p.stream().anyMatch(PromptPart.Picture.class::isInstance) ? "yes" : "")
                    .toList();
        }

        @Override
        public List<double[]> rank(List<List<PromptPart>> prompts, List<String> answers, boolean mean) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<float[]> features(List<TaskItem> items) {
            throw new UnsupportedOperationException();
        }
    }

    @TempDir
    private Path dir;

    @Test
    void readsWhatTheRunnerWrites() throws IOException {
        Path images = Files.createDirectories(dir.resolve("data/images"));
        StringBuilder questions = new StringBuilder("{");
        for (int i = 0; i < 8; i++) {
            Files.writeString(images.resolve(i + ".jpg"), "no picture");
            questions.append(i == 0 ? "" : ",").append("""
                    "q%d": {"imageId": "%d", "question": "Is it %d?", "answer": "%s", "types": {"structural": "verify"}}""".formatted(i, i, i, i % 4 == 0 ? "no" : "yes"));
        }
        Files.writeString(dir.resolve("data/testdev_balanced_questions.json"), questions.append("}"));
        Files.writeString(dir.resolve("data/train_balanced_questions.json"), questions);
        TaskEntry entry = new TaskEntry(
                "gqa",
                "",
                dir.resolve("data"),
                List.of(0, 2),
                "default",
                List.of("seeds=[1, 2]"),
                List.of(),
                List.of(Baseline.BLIND),
                List.of(),
                0,
                false);
        Path out = dir.resolve("out");
        new EvaluationRun(List.of(entry), dir, out)
                .run(
                        new Yes(),
                        new ModelIdentity("runs/yes", Map.of(), Map.of()),
                        new Share(0, 1, 4),
                        AskingProgress.NONE);

        EvaluationReport.read(List.of(out)).write(dir.resolve("r.html"), 200);

        assertThat(Files.readString(dir.resolve("r.md")))
                .contains("| yes | 75.0 (", ") | 75.0 (", "| yes, blind | 0.0 (0.0–0.0) | 0.0 (0.0–0.0) | 8 |");
        assertThat(Files.readString(dir.resolve("r.html")))
                .contains("By type of question · yes", "The picture cannot be read", "± 0.0 over 2 seeds");
    }
}
