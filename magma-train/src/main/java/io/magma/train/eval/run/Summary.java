package io.magma.train.eval.run;

import io.magma.train.eval.run.TaskResult.SummaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Means and deviations over seeds. */
final class Summary {
    private record Key(int shots, String baseline, String score) {}

    private Summary() {}

    static List<SummaryRow> of(List<TrialResult> trials) {
        Map<Key, List<Double>> values = new LinkedHashMap<>();
        for (TrialResult trial : trials) {
            trial.scores()
                    .forEach((name, value) -> values.computeIfAbsent(
                                    new Key(trial.shots(), trial.baseline(), name), key -> new ArrayList<>())
                            .add(value));
        }
        return values.entrySet().stream()
                .map(e -> row(e.getKey(), e.getValue()))
                .toList();
    }

    private static SummaryRow row(Key key, List<Double> values) {
        double mean = values.stream().mapToDouble(v -> v).average().orElseThrow();
        double variance = values.stream()
                .mapToDouble(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        return new SummaryRow(key.shots(), key.baseline(), key.score(), values.size(), mean, Math.sqrt(variance));
    }
}
