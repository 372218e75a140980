package io.magma.cli;

import io.magma.train.eval.answer.Score;
import io.magma.train.eval.answer.ScoreDocument;
import java.util.Locale;
import java.util.Map;

/** Scores on the terminal: what they depend on, then a table with intervals. */
final class ScoreTableText {
    private static final int LEAST_WIDTH = 16;

    private ScoreTableText() {}

    static String of(ScoreDocument document) {
        int widest = document.byType().values().stream()
                .flatMap(types -> types.keySet().stream())
                .mapToInt(name -> name.length() + 2)
                .max()
                .orElse(0);
        int width = Math.max(LEAST_WIDTH, widest);
        StringBuilder text = new StringBuilder();
        document.protocol().forEach((name, value) -> text.append(name + ": " + value + "\n"));
        document.counts().entrySet().stream()
                .filter(count -> count.getValue() > 0)
                .forEach(count -> text.append(count.getKey().replace('_', ' ') + ": " + count.getValue() + "\n"));
        text.append("\n")
                .append(String.format(
                        Locale.ROOT, "%-" + width + "s %7s %7s  %s%n", "", "n", "score", "95 % interval"));
        row(text, width, "overall", document.overall());
        for (Map.Entry<String, Map<String, Score>> classification :
                document.byType().entrySet()) {
            text.append(classification.getKey().replace('_', ' ')).append("\n");
            classification.getValue().forEach((type, score) -> row(text, width, "  " + type, score));
        }
        return text.toString();
    }

    private static void row(StringBuilder text, int width, String name, Score score) {
        text.append(String.format(
                Locale.ROOT,
                "%-" + width + "s %7d %7.2f  %.2f to %.2f%n",
                name,
                score.n(),
                score.rounded(),
                score.ci95().low(),
                score.ci95().high()));
    }
}
