package io.magma.train.eval.run;

import io.magma.train.eval.run.TaskScorer.Answered;
import io.magma.train.eval.run.TrialResult.TypeScore;
import io.magma.train.eval.task.TaskItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
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
                Map.of(),
                byType(all, run.scorer(), TaskItem::questionType),
                byType(all, run.scorer(), TaskItem::answerType),
                fewer,
                (int) all.stream().filter(a -> a.text().isBlank()).count(),
                files);
    }

    private static Map<String, TypeScore> byType(
            List<Answered> all, TaskScorer scorer, Function<TaskItem, String> type) {
        Map<String, List<Double>> scores = new TreeMap<>();
        for (Answered answered : all) {
            OptionalDouble score = scorer.score(answered).score();
            String name = type.apply(answered.item());
            if (score.isPresent() && !name.isEmpty()) {
                scores.computeIfAbsent(name, n -> new ArrayList<>()).add(score.getAsDouble());
            }
        }
        Map<String, TypeScore> means = new LinkedHashMap<>();
        scores.forEach((name, values) -> means.put(
                name,
                new TypeScore(
                        values.size(),
                        values.stream().mapToDouble(v -> v).average().orElseThrow())));
        return means;
    }
}
