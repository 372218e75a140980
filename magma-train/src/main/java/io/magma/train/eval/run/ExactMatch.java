package io.magma.train.eval.run;

import io.magma.train.eval.AnswerText;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Equality with one of the answers but for case and white space; for labels, the right one. */
record ExactMatch(String name) implements TaskScorer {
    @Override
    public ItemScore score(Answered answered) {
        boolean right = AnswerText.matches(answered.text(), answered.item().answers());
        return new ItemScore(AnswerText.normalized(answered.text()), OptionalDouble.of(right ? 1 : 0));
    }

    @Override
    public Map<String, Double> total(List<Answered> all) {
        return all.isEmpty()
                ? Map.of()
                : Map.of(
                        name,
                        all.stream()
                                .mapToDouble(a -> score(a).score().orElseThrow())
                                .average()
                                .orElseThrow());
    }
}
