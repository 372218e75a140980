package io.magma.train.eval.report;

import io.magma.train.eval.report.Results.Trial;
import io.magma.train.eval.report.Results.TypeScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Scores of a series by type.
 *
 * @param series the model on the task
 * @param by which types
 * @param types those with most items first
 * @param reference the baseline that is shown beside the model; empty for none
 */
record TypeScores(Series series, Function<Trial, Map<String, TypeScore>> by, List<String> types, String reference) {
    static TypeScores of(Series series, Function<Trial, Map<String, TypeScore>> by) {
        List<String> types = new ArrayList<>();
        series.task().trials().stream()
                .filter(Trial::sees)
                .flatMap(trial -> by.apply(trial).entrySet().stream())
                .sorted((a, b) ->
                        Integer.compare(b.getValue().items(), a.getValue().items()))
                .map(Map.Entry::getKey)
                .filter(type -> !types.contains(type))
                .forEach(types::add);
        String reference = series.baselines().stream()
                .filter(baseline -> !baseline.equals(Results.MODEL))
                .findFirst()
                .orElse("");
        return new TypeScores(series, by, types, reference);
    }

    List<Integer> shots() {
        return series.rows(Results.MODEL).stream().map(ScoreRow::shots).sorted().toList();
    }

    int items(String type) {
        return series.task().trials().stream()
                .filter(trial -> trial.sees() && by.apply(trial).containsKey(type))
                .mapToInt(trial ->
                        Objects.requireNonNull(by.apply(trial).get(type)).items())
                .max()
                .orElse(0);
    }

    /** The mean over the seeds. */
    OptionalDouble score(String type, int shots, String baseline) {
        return series.task().trials().stream()
                .filter(trial -> trial.shots() == shots && trial.baseline().equals(baseline))
                .filter(trial -> by.apply(trial).containsKey(type))
                .mapToDouble(trial ->
                        Objects.requireNonNull(by.apply(trial).get(type)).score())
                .average();
    }
}
