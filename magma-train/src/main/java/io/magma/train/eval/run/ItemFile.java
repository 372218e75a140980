package io.magma.train.eval.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.protocol.PromptPart;
import io.magma.train.eval.protocol.Shot;
import io.magma.train.eval.run.TaskScorer.Answered;
import io.magma.train.eval.run.TaskScorer.ItemScore;
import io.magma.train.eval.task.TaskItem;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The file {@code items.jsonl} of a trial: all there is to know about each item, in the order they were planned. */
final class ItemFile {
    private ItemFile() {}

    static void write(Path file, List<PreparedItem> items, Map<String, Answer> answers, TrialRun run) {
        StringBuilder lines = new StringBuilder();
        try {
            List<Answered> all = items.stream()
                    .map(item -> run.answered(item, Objects.requireNonNull(answers.get(item.id()))))
                    .toList();
            List<ItemScore> scores = run.scorer().scores(all);
            for (int i = 0; i < items.size(); i++) {
                Answer answer = Objects.requireNonNull(answers.get(items.get(i).id()));
                Map<String, Object> line = line(items.get(i), answer, run.labelNames());
                line.put("answer", all.get(i).text());
                line.put("normalized", scores.get(i).normalized());
                scores.get(i).score().ifPresent(value -> line.put("score", value));
                lines.append(ResultFile.JSON.writeValueAsString(line)).append('\n');
            }
        } catch (JsonProcessingException e) {
            throw new EvaluationException(file, "cannot be written", e);
        }
        ResultFile.write(file, lines.toString());
    }

    private static Map<String, Object> line(PreparedItem prepared, Answer answer, List<String> labelNames) {
        TaskItem item = prepared.asked().item();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", item.id());
        line.put("image_id", item.imageId());
        line.put("image", item.image().toString());
        line.put("question", item.question());
        line.put("question_type", item.questionType());
        line.put("answer_type", item.answerType());
        line.put("prompt", PromptPart.shown(prepared.prompt()));
        line.put("prompt_images", images(prepared.prompt()));
        line.put("shots", prepared.asked().shots().stream().map(ItemFile::shot).toList());
        line.put("dropped_shots", prepared.dropped());
        line.put("output", answer.output());
        line.put("ground_truths", item.answers());
        if (!answer.scores().isEmpty()) {
            Map<String, Double> labels = new LinkedHashMap<>();
            for (int i = 0; i < answer.scores().size(); i++) {
                labels.put(labelNames.get(i), answer.scores().get(i));
            }
            line.put("label_scores", labels);
        }
        return line;
    }

    private static List<String> images(List<PromptPart> prompt) {
        return prompt.stream()
                .filter(PromptPart.Picture.class::isInstance)
                .map(part -> ((PromptPart.Picture) part).file().toString())
                .toList();
    }

    private static Map<String, Object> shot(Shot shot) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("id", shot.item().id());
        facts.put("image", shot.item().image().toString());
        facts.put("question", shot.item().question());
        facts.put("answer", shot.answer());
        facts.put("with_picture", shot.withPicture());
        return facts;
    }
}
