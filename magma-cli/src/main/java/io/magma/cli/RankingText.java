package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.magma.train.eval.answer.Score;
import io.magma.train.eval.benchmark.RankingFiles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** Scores of a ranking as a table and as JSON: {@code n}, each score in percent, {@code ci95}. */
final class RankingText {
    private RankingText() {}

    static void print(CommandSpec spec, MetricOutput output, RankingFiles.Ranked ranked)
            throws JsonProcessingException {
        Map<String, Object> document = new LinkedHashMap<>();
        Map<String, List<Double>> intervals = new LinkedHashMap<>();
        StringBuilder table =
                new StringBuilder(String.format(Locale.ROOT, "%-18s %7s %7s  %s%n", "", "n", "score", "95 % interval"));
        ranked.ranking().scores(output.bootstrap()).forEach((name, score) -> {
            document.putIfAbsent("n", score.n());
            document.put(name, score.percent());
            intervals.put(name, List.of(score.ci95().low(), score.ci95().high()));
            table.append(row(name, score));
        });
        document.put("ci95", intervals);
        if (!ranked.mismatch().isNone()) {
            spec.commandLine().getErr().println("left out: " + ranked.mismatch().told());
        }
        output.write(document);
        output.print(spec, document, table.toString());
    }

    private static String row(String name, Score score) {
        return String.format(
                Locale.ROOT,
                "%-18s %7d %7.2f  %.2f to %.2f%n",
                name.replace('_', ' '),
                score.n(),
                score.percent(),
                score.ci95().low(),
                score.ci95().high());
    }
}
