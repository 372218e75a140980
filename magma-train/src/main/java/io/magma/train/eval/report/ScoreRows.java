package io.magma.train.eval.report;

import io.magma.train.eval.report.Results.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** Sums trials up over their seeds. */
final class ScoreRows {
    private static final double EQUAL = 1e-9;

    private record Key(int shots, String baseline) {}

    private ScoreRows() {}

    static List<ScoreRow> of(List<Trial> trials, String score) {
        Map<Key, List<Trial>> seeds = new LinkedHashMap<>();
        trials.forEach(trial -> seeds.computeIfAbsent(new Key(trial.shots(), trial.baseline()), k -> new ArrayList<>())
                .add(trial));
        return seeds.entrySet().stream()
                .map(e -> row(e.getKey(), e.getValue(), score))
                .toList();
    }

    private static ScoreRow row(Key key, List<Trial> trials, String score) {
        double[] values = trials.stream()
                .filter(trial -> trial.scores().containsKey(score))
                .mapToDouble(trial -> Objects.requireNonNull(trial.scores().get(score)))
                .toArray();
        double mean = mean(values);
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        return new ScoreRow(
                key.shots,
                key.baseline,
                trials.size(),
                trials.get(0).items(),
                values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(mean),
                values.length == 0 ? Optional.empty() : interval(trials, mean),
                Math.sqrt(variance),
                trials.stream()
                        .flatMap(trial -> trial.fewerShots().values().stream())
                        .mapToInt(n -> n)
                        .sum(),
                trials.stream().mapToInt(Trial::emptyAnswers).sum());
    }

    private static Optional<Interval> interval(List<Trial> trials, double mean) {
        if (trials.size() == 1 && trials.get(0).interval().isPresent()) {
            return trials.get(0).interval();
        }
        double[] items = itemMeans(trials);
        // A score that is no mean of its items, such as an area under a curve, has no interval over them.
        return items.length == 0 || Math.abs(mean(items) - mean) > EQUAL
                ? Optional.empty()
                : Optional.of(Interval.ofMean(items));
    }

    /** The mean of each item over the trials that asked it: an item that was asked thrice is not three items. */
    private static double[] itemMeans(List<Trial> trials) {
        Map<String, double[]> sums = new LinkedHashMap<>();
        for (Trial trial : trials) {
            new ItemLines(trial.itemFile())
                    .forEach((line, item) -> item.score().ifPresent(score -> {
                        double[] sum = sums.computeIfAbsent(item.id(), id -> new double[2]);
                        sum[0] += score;
                        sum[1]++;
                    }));
        }
        return sums.values().stream().mapToDouble(sum -> sum[0] / sum[1]).toArray();
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return values.length == 0 ? 0 : sum / values.length;
    }
}
