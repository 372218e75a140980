package io.magma.train.eval.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.run.TaskScorer.Answered;
import io.magma.train.eval.task.TaskFormat;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers as a task's official evaluation takes them: a list of {@code question_id} and {@code answer} (VQA, OK-VQA, TextVQA),
 * {@code questionId} and {@code prediction} (GQA), {@code image} and {@code answer} (VizWiz), {@code image_id} and {@code
 * caption} (COCO, nocaps), {@code pairID} and {@code label} (SNLI-VE), {@code id}, {@code proba} and {@code label} (Hateful
 * Memes), {@code id} and {@code answer} (episodes, which have no official evaluation).
 */
final class OfficialResults {
    private OfficialResults() {}

    static void write(Path file, TaskFormat format, List<String> labels, List<Answered> all) {
        List<Map<String, Object>> rows =
                all.stream().map(a -> row(format, labels, a)).toList();
        try {
            ResultFile.write(file, ResultFile.JSON.writeValueAsString(rows) + "\n");
        } catch (JsonProcessingException e) {
            throw new EvaluationException(file, "cannot be written", e);
        }
    }

    private static Map<String, Object> row(TaskFormat format, List<String> labels, Answered answered) {
        String id = answered.item().id();
        String text = answered.text().strip();
        return switch (format) {
            case VQA, TEXTVQA -> pair("question_id", number(id), "answer", text);
            case GQA -> pair("questionId", id, "prediction", text);
            case VIZWIZ -> pair("image", id, "answer", text);
            case CAPTIONS -> pair("image_id", number(id), "caption", text);
            case LABELLED_IMAGES -> pair("id", id, "answer", text);
            case SNLI_VE -> pair("pairID", id, "label", text);
            case HATEFUL_MEMES -> {
                Map<String, Object> row = pair("id", number(id), "label", labels.indexOf(text));
                if (answered.scores().size() == 2) {
                    row.put(
                            "proba",
                            1
                                    / (1
                                            + Math.exp(answered.scores().get(0)
                                                    - answered.scores().get(1))));
                }
                yield row;
            }
        };
    }

    private static Map<String, Object> pair(String idName, Object id, String name, Object value) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put(idName, id);
        row.put(name, value);
        return row;
    }

    // Official files have whole numbers; own ones may have names.
    private static Object number(String id) {
        return id.matches("0|[1-9]\\d{0,17}") ? (Object) Long.valueOf(id) : id;
    }
}
