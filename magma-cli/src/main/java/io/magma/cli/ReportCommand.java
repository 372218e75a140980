package io.magma.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.train.eval.report.EvaluationReport;
import io.magma.train.report.RunComparison;
import io.magma.train.report.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magma report}: a run, or evaluations, as one HTML page. */
@Command(
        name = "report",
        description = {
            "Writes one self-contained HTML page about what is in a folder.",
            "Of a run (has config.yml): curves, results, pictures with answers, configuration, and links to the pages of its "
                    + "evaluations. Of several runs: numbers, differences of their configurations, curves.",
            "Of one or several evaluations by magma eval --task (have results.json): scores by number of examples with "
                    + "intervals, beside published ones; scores by type; pictures with prompts and answers to look through; "
                    + "protocols. Beside the page go its numbers as JSON, CSV and Markdown, under the page's name."
        },
        footer = {
            "  magma report runs/demo",
            "  magma report runs/demo --evaluation eval.json -o demo.html",
            "  magma report runs/demo runs/other --output comparison.html",
            "  magma report runs/demo/okvqa",
            "  magma report a/okvqa b/okvqa -o comparison.html --items 400"
        })
final class ReportCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ITEMS = 200;

    @Parameters(
            paramLabel = "DIR",
            arity = "1..*",
            description = "Folders of runs (their checkpoint.dir), or of evaluations.")
    private List<Path> folders = new ArrayList<>();

    @Option(
            names = "--evaluation",
            paramLabel = "FILE",
            description = "Results of a run to show; RUN/" + RunReport.EVALUATION + " if it exists and this is absent.")
    private Optional<Path> evaluation = Optional.empty();

    @Option(
            names = "--items",
            paramLabel = "N",
            description = "Most items of evaluations to show with their pictures, chosen evenly over scores and types; "
                    + ITEMS + " if absent.")
    private Optional<Integer> items = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Page to write; DIR/report.html if absent and there is one DIR.")
    private Optional<Path> output = Optional.empty();

    @Mixin
    private JsonOption json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        Path first = folders.get(0);
        if (folders.size() > 1 && output.isEmpty()) {
            throw new ConfigException("--output is missing: several folders make one page");
        }
        boolean evaluations = folders.stream().allMatch(ReportCommand::isEvaluation);
        if (!evaluations) {
            refuseOthers();
        }
        Path page = output.orElseGet(() -> EvaluationReport.folder(first).resolve("report.html"));
        print(evaluations ? writeEvaluations(page) : writeRuns(page));
        return ExitCode.OK;
    }

    /** A run that was evaluated into its own folder keeps its page; its results.json, as DIR, asks for the other. */
    private static boolean isEvaluation(Path folder) {
        return EvaluationReport.isEvaluation(folder) && !RunReport.isRun(folder);
    }

    private void refuseOthers() {
        for (Path folder : folders) {
            if (!isEvaluation(folder) && !RunReport.isRun(folder)) {
                throw new ConfigException(folder + ": neither a run (has no config.yml) nor an evaluation (has no "
                        + EvaluationReport.RESULTS + ")");
            }
        }
        if (folders.stream().anyMatch(ReportCommand::isEvaluation)) {
            throw new ConfigException("runs and evaluations do not go on one page");
        }
    }

    private Map<String, Path> writeEvaluations(Path page) {
        if (evaluation.isPresent()) {
            throw new ConfigException("--evaluation is for the page of a run, not for " + folders.get(0));
        }
        int most = items.orElse(ITEMS);
        if (most < 0) {
            throw new ConfigException("--items must be at least 0, was " + most);
        }
        Map<String, Path> files = EvaluationReport.files(page);
        files.values().forEach(file -> new OutputFile(file).check());
        keepsResults(files);
        EvaluationReport report = EvaluationReport.read(folders);
        new OutputFile(page).write(() -> report.write(page, most));
        return files;
    }

    /** A page named results.html has a results.json beside it, which must not be the evaluation's. */
    private void keepsResults(Map<String, Path> files) {
        for (Path folder : folders) {
            Path results = EvaluationReport.folder(folder).resolve(EvaluationReport.RESULTS);
            if (files.values().stream().anyMatch(file -> same(file, results))) {
                throw new ConfigException(
                        "--output " + files.get("html") + ": would overwrite " + results + "; give it another name");
            }
        }
    }

    private static boolean same(Path a, Path b) {
        return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }

    private Map<String, Path> writeRuns(Path page) {
        if (items.isPresent()) {
            throw new ConfigException("--items is for the page of evaluations, not for " + folders.get(0));
        }
        if (folders.size() > 1 && evaluation.isPresent()) {
            throw new ConfigException("--evaluation is for the page of one run");
        }
        new OutputFile(page).check().write(() -> {
            if (folders.size() > 1) {
                RunComparison.write(folders, page);
            } else {
                RunReport.write(folders.get(0), evaluation, page);
            }
        });
        return Map.of("html", page);
    }

    private void print(Map<String, Path> files) throws JsonProcessingException {
        if (json.isOn()) {
            Map<String, String> named = new LinkedHashMap<>();
            files.forEach((name, file) -> named.put(name, file.toString()));
            spec.commandLine().getOut().println(JSON.writeValueAsString(named));
        } else {
            files.values().forEach(spec.commandLine().getOut()::println);
        }
    }
}
