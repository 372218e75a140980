package io.magma.train.eval.report;

import io.magma.train.eval.report.Results.Task;
import io.magma.train.eval.report.Results.Trial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A model on a task.
 *
 * @param label tells it from the others on the task
 * @param results where it is from
 * @param task what was found
 * @param score name of the task's score; empty if nothing was scored
 * @param rows one for each number of examples and baseline
 */
record Series(String label, Results results, Task task, String score, List<ScoreRow> rows) {
    static Series of(Results results, Task task) {
        String score = task.trials().stream()
                .flatMap(trial -> trial.scores().keySet().stream())
                .findFirst()
                .orElse("");
        return new Series(results.model().shortName(), results, task, score, ScoreRows.of(task.trials(), score));
    }

    Series named(String name) {
        return new Series(name, results, task, score, rows);
    }

    /** How answers were judged, without variants: that of captions is the score itself. */
    String metric() {
        String metric = task.definition().path("metric").asText("").toLowerCase(Locale.ROOT);
        return metric.equals("caption") ? score.toLowerCase(Locale.ROOT) : metric;
    }

    List<String> baselines() {
        return rows.stream().map(ScoreRow::baseline).distinct().toList();
    }

    List<Integer> shots() {
        return rows.stream().map(ScoreRow::shots).distinct().sorted().toList();
    }

    List<ScoreRow> rows(String baseline) {
        return rows.stream().filter(row -> row.baseline().equals(baseline)).toList();
    }

    /** The label of a baseline's line. */
    String label(String baseline) {
        return baseline.equals(Results.MODEL) ? label : label + ", " + baseline.replace('_', ' ');
    }

    /** The trials of the first seed of each number of examples, of a baseline. */
    List<Trial> firstTrials(String baseline) {
        Set<Integer> seen = new HashSet<>();
        List<Trial> first = new ArrayList<>();
        for (Trial trial : task.trials()) {
            if (trial.baseline().equals(baseline) && seen.add(trial.shots())) {
                first.add(trial);
            }
        }
        return first;
    }
}
