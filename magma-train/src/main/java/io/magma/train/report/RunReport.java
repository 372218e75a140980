package io.magma.train.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One HTML page about a run; it holds everything it shows and loads nothing. */
public final class RunReport {
    /** Where {@link #write} looks for results if not told. */
    public static final String EVALUATION = "evaluation.json";

    private final RunRecord run;
    private final List<EvaluationLink> evaluations;

    private RunReport(RunRecord run, List<EvaluationLink> evaluations) {
        this.run = run;
        this.evaluations = evaluations;
    }

    /** Whether this is the folder of a run. */
    public static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve("config.yml"));
    }

    /**
     * Writes the page about a run folder.
     *
     * @param run folder with {@code config.yml} and, if it was trained, {@code metrics.jsonl}
     * @param evaluation results to show; empty means {@value #EVALUATION} of the run, if it exists
     * @param page file to write
     * @throws ReportException if the folder is not one of a run, or a file of it is malformed
     * @throws IOException if the page cannot be written
     */
    public static void write(Path run, Optional<Path> evaluation, Path page) throws IOException {
        Optional<Path> results =
                evaluation.or(() -> Optional.of(run.resolve(EVALUATION)).filter(Files::exists));
        RunReport report = new RunReport(read(run, results), EvaluationLink.in(run, page));
        Files.writeString(page, report.page());
    }

    static RunRecord read(Path run, Optional<Path> evaluation) {
        if (!isRun(run)) {
            throw new ReportException(run + ": not the folder of a run: has no config.yml");
        }
        return RunRecord.read(run, evaluation);
    }

    private String page() {
        return HtmlPage.of(run.name() + " · magma run report", "Run report", run.name(), "", html -> {
            new Summary(run).write(html);
            run.evaluation().ifPresent(evaluation -> new ResultTables(evaluation).write(html));
            EvaluationLink.write(evaluations, html);
            new Curves(run.curves()).write(html);
            new SampleTimeline(run.samples()).write(html);
            run.evaluation().ifPresent(evaluation -> new Gallery(evaluation).write(html));
            details(html);
        });
    }

    private void details(HtmlWriter html) {
        html.open("section").element("h2", "Reproduction");
        html.open("details")
                .element("summary", "Configuration")
                .element("pre", run.config())
                .close();
        if (!run.versions().isEmpty()) {
            html.open("details").element("summary", "Versions").open("table", "class", "facts");
            run.versions()
                    .forEach((name, value) -> html.open("tr")
                            .element("th", name.replace('_', ' '))
                            .element("td", value)
                            .close());
            html.close().close();
        }
        html.close();
    }
}
