package io.magma.train.eval;

import io.magma.train.data.Sample;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * For each prompt the reference that training data has most often: what somebody answers who knows the data, but sees no
 * picture. Of equally frequent ones it is the first by code units.
 */
public final class MostFrequentAnswers {
    private final UnaryOperator<String> form;
    private final Map<String, Map<String, Integer>> counts = new HashMap<>();

    /**
     * Counts nothing yet.
     *
     * @param form what of a text is counted, such as {@link AnswerText#normalized}
     */
    public MostFrequentAnswers(UnaryOperator<String> form) {
        this.form = form;
    }

    /** Counts a sample by its first reference. */
    public void add(Sample sample) {
        counts.computeIfAbsent(sample.prompt(), prompt -> new HashMap<>())
                .merge(form.apply(sample.references().get(0)), 1, Integer::sum);
    }

    /** The most frequent answer to a prompt, unless training data never has the prompt. */
    public Optional<String> to(String prompt) {
        return counts.getOrDefault(prompt, Map.of()).entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(
                                Map.Entry.<String, Integer>comparingByKey().reversed()))
                .map(Map.Entry::getKey);
    }
}
