package io.magma.train.eval.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * All that were evaluated on a task by one metric, and what others published on it.
 *
 * @param task its name
 * @param metric how answers were judged
 * @param series one for each evaluation, with different labels
 * @param published of the same task and metric
 * @param fullSplit items of the split that the task asks by default, where that is known
 */
record TaskGroup(
        String task, String metric, List<Series> series, List<PublishedScore> published, OptionalInt fullSplit) {
    private record Key(String task, String metric, String score) {}

    static List<TaskGroup> of(List<Results> evaluations, PublishedScores published) {
        Map<Key, List<Series>> groups = new LinkedHashMap<>();
        for (Results results : evaluations) {
            for (Results.Task task : results.tasks()) {
                Series series = Series.of(results, task);
                groups.computeIfAbsent(new Key(task.task(), series.metric(), series.score()), k -> new ArrayList<>())
                        .add(series);
            }
        }
        return groups.entrySet().stream()
                .map(e -> new TaskGroup(
                        e.getKey().task,
                        e.getKey().metric,
                        distinct(e.getValue()),
                        published.on(e.getKey().task, e.getKey().metric),
                        published.fullSplit(e.getKey().task)))
                .toList();
    }

    /** Adds to labels what the series differ in, until no two are the same. */
    private static List<Series> distinct(List<Series> series) {
        List<Series> named = series;
        for (Function<Series, String> fact : List.<Function<Series, String>>of(
                s -> s.task().protocolName(),
                s -> s.task().name(),
                s -> s.results().folder().toString())) {
            if (new HashSet<>(labels(named)).size() == named.size()) {
                return named;
            }
            if (series.stream().map(fact).distinct().count() > 1) {
                named = named.stream()
                        .map(s -> s.named(s.label() + " · " + fact.apply(s)))
                        .toList();
            }
        }
        return named;
    }

    private static List<String> labels(List<Series> series) {
        return series.stream().map(Series::label).toList();
    }

    /** Name of the score. */
    String score() {
        return series.get(0).score();
    }

    /** Numbers of examples that anything here was measured with, ascending. */
    List<Integer> shots() {
        TreeSet<Integer> shots = new TreeSet<>();
        series.forEach(s -> shots.addAll(s.shots()));
        published.forEach(score -> shots.addAll(score.byShots().keySet()));
        return List.copyOf(shots);
    }

    /** Whether a series has as many items as the split that others' scores are of, as far as that is known. */
    boolean isFullSplit(Series one) {
        return fullSplit.isPresent() && one.rows().stream().allMatch(row -> row.items() == fullSplit.getAsInt());
    }

    /** Whether all have. */
    boolean sameData() {
        return series.stream().allMatch(this::isFullSplit);
    }
}
