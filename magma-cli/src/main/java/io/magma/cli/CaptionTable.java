package io.magma.cli;

import io.magma.train.eval.caption.CaptionEvaluation;
import io.magma.train.eval.caption.CaptionScore;
import io.magma.train.eval.caption.CaptionTokenizer;
import io.magma.train.eval.statistics.ConfidenceInterval;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Scores of captions as a text: how they were made, then a line a score, set by set. */
final class CaptionTable {
    /** Name of the set of all images, as in nocaps' tables. */
    static final String ENTIRE = "entire";

    private CaptionTable() {}

    static String name(CaptionTokenizer tokenizer) {
        return tokenizer.name().toLowerCase(Locale.ROOT);
    }

    static String of(CaptionTokenizer tokenizer, Optional<Integer> limit, Map<String, CaptionEvaluation> sets) {
        StringBuilder text = new StringBuilder("tokenizer ")
                .append(name(tokenizer))
                .append(limit.map(n -> ", first " + n + " references").orElse(", all references"))
                .append(", 95 % intervals over images\n");
        sets.forEach((name, evaluation) -> {
            text.append(name).append(", ").append(evaluation.images().size()).append(" images\n");
            for (CaptionScore score : evaluation.scores()) {
                text.append(
                        line(score, Optional.ofNullable(evaluation.intervals().get(score.name()))));
            }
        });
        return text.toString();
    }

    private static String line(CaptionScore score, Optional<ConfidenceInterval> interval) {
        return String.format(Locale.ROOT, "  %-15s%8.4f", score.name(), score.value())
                + interval.map(i -> String.format(Locale.ROOT, "  %.4f to %.4f", i.low(), i.high()))
                        .orElse("")
                + "\n";
    }
}
