package io.magma.train.eval.protocol;

import io.magma.train.eval.random.PythonRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which of an example's answers is shown. */
public enum ShotAnswer {
    /** The first in the file. */
    FIRST,
    /** One drawn with the trial's seed. */
    RANDOM,
    /** The most frequent, the earlier one of two that are equally frequent. */
    MOST_FREQUENT;

    /** Chooses among at least one. */
    String of(List<String> answers, PythonRandom random) {
        return switch (this) {
            case FIRST -> answers.get(0);
            case RANDOM -> answers.get((int) random.randint(0, answers.size() - 1L));
            case MOST_FREQUENT -> mostFrequent(answers);
        };
    }

    private static String mostFrequent(List<String> answers) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        answers.forEach(answer -> counts.merge(answer, 1, Integer::sum));
        String best = answers.get(0);
        for (Map.Entry<String, Integer> count : counts.entrySet()) {
            if (count.getValue() > counts.getOrDefault(best, 0)) {
                best = count.getKey();
            }
        }
        return best;
    }
}
