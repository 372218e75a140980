package io.magma.train.eval;

import io.magma.train.data.Sample;
import io.magma.train.report.MetricRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Accuracy by type: all questions, each type of question by falling number, then captions. */
final class ScoreTable {
    private ScoreTable() {}

    static List<MetricRow> rows(List<Prediction> predictions, Optional<Baseline> baseline) {
        Map<String, Long> types = predictions.stream()
                .map(Prediction::sample)
                .filter(sample -> !ScoredType.isCaption(sample))
                .collect(Collectors.groupingBy(Sample::type, TreeMap::new, Collectors.counting()));
        List<ScoredType> lines = new ArrayList<>();
        lines.add(ScoredType.ALL);
        types.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> ScoredType.question(entry.getKey()))
                .forEach(lines::add);
        lines.add(ScoredType.EXACT_CAPTION);
        lines.add(ScoredType.CONCEPT_NAMED);
        return lines.stream()
                .map(line -> line.row(predictions, baseline))
                .map(Optional::stream)
                .flatMap(Function.identity())
                .toList();
    }
}
