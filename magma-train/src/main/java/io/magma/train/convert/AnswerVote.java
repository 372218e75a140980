package io.magma.train.convert;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The answer that most annotators gave. */
final class AnswerVote {
    private AnswerVote() {}

    /**
     * Counts answers as they are spelt.
     *
     * @param answers one an annotator; blank ones do not count
     * @return the most frequent, the earlier one of two that are equally frequent; empty if there is none
     */
    static Optional<String> mostFrequent(List<String> answers) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        answers.stream().map(String::strip).filter(a -> !a.isEmpty()).forEach(a -> counts.merge(a, 1, Integer::sum));
        String best = null;
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            if (best == null || count.getValue() > counts.getOrDefault(best, 0)) {
                best = count.getKey();
            }
        }
        return Optional.ofNullable(best);
    }
}
