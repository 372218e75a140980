package io.magma.train.eval.task;

import java.nio.file.Path;
import java.util.List;

/**
 * One thing to be asked.
 *
 * @param id number or name by which official result files know it, once in a split
 * @param imageId number or name of the picture
 * @param image the picture's file; whether it is there has been looked up
 * @param question what is asked; empty for captions
 * @param answers right answers, of all annotators and as often as they gave them; captions; the label; empty where they are
 *     not public
 * @param annotators everything else that an annotation says of each answer, in a form that is equal when they are; empty where
 *     there is nothing
 * @param questionType kind of question, may be empty
 * @param answerType kind of answer, may be empty
 */
public record TaskItem(
        String id,
        String imageId,
        Path image,
        String question,
        List<String> answers,
        List<String> annotators,
        String questionType,
        String answerType) {
    public TaskItem {
        answers = List.copyOf(answers);
        annotators = List.copyOf(annotators);
        if (!annotators.isEmpty() && annotators.size() != answers.size()) {
            throw new IllegalArgumentException(answers.size() + " answers of " + annotators.size() + " annotators");
        }
    }

    /** An item whose answers are told apart by their places alone. */
    public TaskItem(
            String id,
            String imageId,
            Path image,
            String question,
            List<String> answers,
            String questionType,
            String answerType) {
        this(id, imageId, image, question, answers, List.of(), questionType, answerType);
    }
}
