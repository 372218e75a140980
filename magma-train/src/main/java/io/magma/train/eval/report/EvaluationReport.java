package io.magma.train.eval.report;

import io.magma.train.report.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The report of one or several evaluations of public tasks: a page that holds everything it shows and loads nothing, and its
 * numbers as JSON, CSV and Markdown.
 */
public final class EvaluationReport {
    /** File in the folder of an evaluation that says what it came to. */
    public static final String RESULTS = "results.json";

    private final List<Results> evaluations;
    private final List<TaskGroup> groups;

    private EvaluationReport(List<Results> evaluations) {
        this.evaluations = evaluations;
        this.groups = TaskGroup.of(evaluations, PublishedScores.load());
    }

    /**
     * Reads evaluations.
     *
     * @param folders of evaluations, or their result files; at least one
     * @throws ReportException if a folder is not that of an evaluation, or a file of it is missing or malformed
     */
    public static EvaluationReport read(List<Path> folders) {
        return new EvaluationReport(folders.stream().map(ResultsReader::read).toList());
    }

    /** Whether this is the folder of an evaluation, or its result file. */
    public static boolean isEvaluation(Path path) {
        return Files.isRegularFile(path.resolve(RESULTS)) || (Files.isRegularFile(path) && path.endsWith(RESULTS));
    }

    /** The folder of an evaluation, given by itself or by its result file. */
    public static Path folder(Path path) {
        return Files.isRegularFile(path) ? path.resolveSibling("").normalize() : path;
    }

    /** The files beside a page, by what they are; the page itself is {@code html}. */
    public static Map<String, Path> files(Path page) {
        String name = String.valueOf(page.getFileName()).replaceFirst("\\.html?$", "");
        Map<String, Path> files = new LinkedHashMap<>();
        files.put("html", page);
        files.put("json", page.resolveSibling(name + ".json"));
        files.put("csv", page.resolveSibling(name + ".csv"));
        files.put("markdown", page.resolveSibling(name + ".md"));
        return files;
    }

    /**
     * Writes the page and the files beside it.
     *
     * @param items most items to show with their pictures, at least 0
     * @throws ReportException if the items of an evaluation cannot be read
     * @throws IOException if a file cannot be written
     */
    public void write(Path page, int items) throws IOException {
        List<Series> all =
                groups.stream().flatMap(group -> group.series().stream()).toList();
        List<ShownItem> shown = ShownItems.of(ItemChoice.of(all, items));
        for (Map.Entry<String, Path> file : files(page).entrySet()) {
            Files.writeString(
                    file.getValue(),
                    switch (file.getKey()) {
                        case "html" -> EvaluationPage.of(evaluations, groups, shown);
                        case "json" -> ReportData.json(evaluations, groups);
                        case "csv" -> ReportData.csv(groups);
                        default -> ReportMarkdown.of(groups);
                    });
        }
    }
}
