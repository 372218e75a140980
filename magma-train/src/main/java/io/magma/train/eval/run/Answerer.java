package io.magma.train.eval.run;

import io.magma.train.eval.protocol.DecodingSettings;
import io.magma.train.eval.protocol.PromptPart;
import io.magma.train.eval.task.TaskItem;
import java.util.List;

/** What answers prompts. Answers do not depend on which prompts are asked together. */
public interface Answerer {
    /** Most tokens of a prompt and its answer together. */
    int context();

    /** Tokens of a prompt, those of its pictures included. */
    int tokens(List<PromptPart> prompt);

    /** Most tokens that one of these answers adds to a prompt. */
    int answerTokens(List<String> answers);

    /**
     * Texts for prompts.
     *
     * @param seed of what is random in the decoding
     */
    List<String> generate(List<List<PromptPart>> prompts, DecodingSettings decoding, long seed);

    /**
     * How probable answers are after each prompt.
     *
     * @param answers as they follow a prompt, the same for all
     * @param mean whether log-probabilities are averaged over an answer's tokens rather than summed
     * @return for each prompt a number an answer
     */
    List<double[]> rank(List<List<PromptPart>> prompts, List<String> answers, boolean mean);

    /** Labels that the model's class head tells apart; none if it has no head. */
    default List<String> classes() {
        return List.of();
    }

    /**
     * Log-probabilities of classes after each prompt, by the class head.
     *
     * @param labels some of {@link #classes}
     * @return for each prompt a number a label
     * @throws IllegalStateException if there is no head
     */
    default List<double[]> classify(List<List<PromptPart>> prompts, List<String> labels) {
        throw new IllegalStateException("there is no class head");
    }

    /** Features of items' pictures, a vector an item. */
    List<float[]> features(List<TaskItem> items);
}
