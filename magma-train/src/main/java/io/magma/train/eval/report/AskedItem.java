package io.magma.train.eval.report;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/**
 * An item with what became of it.
 *
 * @param id its name
 * @param image its picture
 * @param question empty for a caption
 * @param questionType empty where there are no types
 * @param answerType likewise
 * @param prompt the whole prompt, with marks where pictures are
 * @param shots examples before the question
 * @param dropped examples that had no room
 * @param output what the model said
 * @param normalized what was compared
 * @param truths what is right, as annotators said it
 * @param score of the item alone, if it has one
 */
record AskedItem(
        String id,
        Path image,
        String question,
        String questionType,
        String answerType,
        String prompt,
        int shots,
        int dropped,
        String output,
        String normalized,
        List<String> truths,
        OptionalDouble score) {
    static AskedItem of(JsonFields line) {
        return new AskedItem(
                line.text("id"),
                Path.of(line.text("image")),
                line.text("question", ""),
                line.text("question_type", ""),
                line.text("answer_type", ""),
                line.text("prompt"),
                line.size("shots"),
                (int) line.integer("dropped_shots"),
                line.text("output"),
                line.text("normalized", ""),
                line.texts("ground_truths"),
                line.optionalNumber("score"));
    }

    /** The type that there are fewer of: that of the answer, else that of the question. */
    String type() {
        return answerType.isEmpty() ? questionType : answerType;
    }
}
