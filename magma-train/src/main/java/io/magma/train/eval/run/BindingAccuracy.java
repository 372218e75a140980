package io.magma.train.eval.run;

import io.magma.train.eval.vqa.VqaNormalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Equality with the word of the query's class, both normalised as the answers to VQA are; beside it chance, which a choice
 * between the words has, an open answer not.
 *
 * @param ways classes of an episode
 */
record BindingAccuracy(int ways) implements TaskScorer {
    @Override
    public String name() {
        return "exact_match, " + ways + "-way";
    }

    @Override
    public ItemScore score(Answered answered) {
        String normalized = VqaNormalizer.normalized(answered.text());
        boolean right = answered.item().answers().stream()
                .map(VqaNormalizer::normalized)
                .anyMatch(normalized::equals);
        return new ItemScore(normalized, OptionalDouble.of(right ? 1 : 0));
    }

    @Override
    public Map<String, Double> total(List<Answered> all) {
        Map<String, Double> total = new LinkedHashMap<>();
        all.stream().mapToDouble(a -> score(a).score().orElseThrow()).average().ifPresent(mean -> {
            total.put("exact_match", mean);
            total.put("chance", 1.0 / ways);
        });
        return total;
    }
}
