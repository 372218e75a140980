package io.magma.train.eval.report;

import java.util.List;
import java.util.stream.Collectors;

/** The scores as Markdown tables, one a task. */
final class ReportMarkdown {
    private ReportMarkdown() {}

    static String of(List<TaskGroup> groups) {
        return groups.stream().map(ReportMarkdown::table).collect(Collectors.joining("\n"));
    }

    private static String table(TaskGroup group) {
        List<Integer> shots = group.shots();
        StringBuilder text = new StringBuilder("## ")
                .append(cell(group.task()))
                .append("\n\n")
                .append(cell(group.series().stream()
                        .map(s -> s.task().metric() + ", protocol " + s.task().protocolName())
                        .distinct()
                        .collect(Collectors.joining("; "))))
                .append(", times 100; 95 % intervals by bootstrap over items.\n\n| examples |");
        shots.forEach(count -> text.append(' ').append(count).append(" |"));
        text.append(" items |\n| --- |")
                .append(" ---: |".repeat(shots.size() + 1))
                .append('\n');
        for (Series series : group.series()) {
            for (String baseline : series.baselines()) {
                own(text, series, baseline, shots);
            }
        }
        for (PublishedScore score : group.published()) {
            text.append("| ")
                    .append(cell(score.model() + " (" + score.source() + ")"))
                    .append(" |");
            for (int count : shots) {
                Double value = score.byShots().get(count);
                text.append(value == null ? " |" : " " + Shown.published(value) + " |");
            }
            text.append(" |\n");
        }
        if (!group.published().isEmpty()) {
            text.append("\nPublished scores: ")
                    .append(ScoreTable.caution(group))
                    .append(".\n");
        }
        return text.toString();
    }

    private static void own(StringBuilder text, Series series, String baseline, List<Integer> shots) {
        text.append("| ").append(cell(series.label(baseline))).append(" |");
        List<ScoreRow> rows = series.rows(baseline);
        for (int count : shots) {
            text.append(' ')
                    .append(rows.stream()
                            .filter(row -> row.shots() == count && row.value().isPresent())
                            .map(row -> Shown.score(row.value().getAsDouble())
                                    + row.interval()
                                            .map(i -> " (" + Shown.interval(i) + ")")
                                            .orElse("")
                                    + " ")
                            .findFirst()
                            .orElse(""))
                    .append('|');
        }
        int items = rows.stream().mapToInt(ScoreRow::items).max().orElse(0);
        text.append(' ').append(Shown.count(items)).append(" |\n");
    }

    /** A text that cannot end its cell or become markup. */
    static String cell(String text) {
        return text.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "&lt;")
                .replace("*", "\\*")
                .replace("_", "\\_")
                .replace("`", "\\`")
                .replace("[", "\\[")
                .replaceAll("\\s+", " ");
    }
}
