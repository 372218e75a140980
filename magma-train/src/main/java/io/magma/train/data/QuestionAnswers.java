package io.magma.train.data;

import java.util.List;

/**
 * A question about a picture.
 *
 * @param question the question alone
 * @param answers accepted answers, best first, at least one
 * @param type kind of question, may be empty
 */
public record QuestionAnswers(String question, List<String> answers, String type) {
    /** Makes the answers unmodifiable. */
    public QuestionAnswers {
        answers = List.copyOf(answers);
    }
}
