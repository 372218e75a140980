package io.magma.train.eval.run;

import io.magma.train.eval.run.TaskScorer.Answered;
import io.magma.train.eval.run.TrialResult.TypeScore;
import io.magma.train.eval.statistics.ConfidenceInterval;
import io.magma.train.eval.task.TaskItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Scores a trial that is answered and writes its files. */
final class TrialReport {
    private static final String ITEMS = "items.jsonl";
    private static final String OFFICIAL = "official_results.json";

    private TrialReport() {}

    static TrialResult write(
            TaskRequest request,
            Trial trial,
            List<PreparedItem> items,
            Map<String, Answer> answers,
            TrialRun run,
            Path folder,
            Path relative) {
        List<Answered> all = items.stream()
                .map(item -> run.answered(item, Objects.requireNonNull(answers.get(item.id()))))
                .toList();
        Path own = folder.resolve(relative);
        ItemFile.write(own.resolve(ITEMS), items, answers, run);
        OfficialResults.write(own.resolve(OFFICIAL), request.task().format(), request.labels(), all);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("items", relative.resolve(ITEMS).toString());
        files.put("official_results", relative.resolve(OFFICIAL).toString());
        Map<String, Integer> fewer = new TreeMap<>();
        items.stream()
                .filter(item -> item.dropped() > 0)
                .forEach(item -> fewer.merge(String.valueOf(item.dropped()), 1, Integer::sum));
        return new TrialResult(
                trial.shots(),
                trial.seed(),
                trial.baselineName(),
                items.size(),
                run.scorer().total(all),
                interval(run.scorer().interval(all)),
                byType(all, run.scorer(), TaskItem::questionType),
                byType(all, run.scorer(), TaskItem::answerType),
                fewer,
                (int) all.stream().filter(a -> a.text().isBlank()).count(),
                files);
    }

    /** The set's first score for the items of each type on their own. */
    private static Map<String, TypeScore> byType(
            List<Answered> all, TaskScorer scorer, Function<TaskItem, String> type) {
        Map<String, List<Answered>> types = new TreeMap<>();
        all.stream()
                .filter(answered -> !type.apply(answered.item()).isEmpty())
                .forEach(answered -> types.computeIfAbsent(type.apply(answered.item()), n -> new ArrayList<>())
                        .add(answered));
        Map<String, TypeScore> scores = new LinkedHashMap<>();
        types.forEach((name, own) -> scorer.total(own).values().stream()
                .findFirst()
                .ifPresent(score -> scores.put(name, new TypeScore(own.size(), score))));
        return scores;
    }

    private static Map<String, Double> interval(Optional<ConfidenceInterval> interval) {
        Map<String, Double> ends = new LinkedHashMap<>();
        interval.filter(i -> !Double.isNaN(i.low())).ifPresent(i -> {
            ends.put("low", i.low());
            ends.put("high", i.high());
        });
        return ends;
    }
}
