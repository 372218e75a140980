package io.magma.train.eval.run;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** For items whose answers are not public: nothing is judged, the answers are written for others to judge. */
record Unscored() implements TaskScorer {
    @Override
    public String name() {
        return "none";
    }

    @Override
    public ItemScore score(Answered answered) {
        return new ItemScore(answered.text(), OptionalDouble.empty());
    }

    @Override
    public Map<String, Double> total(List<Answered> all) {
        return Map.of();
    }
}
