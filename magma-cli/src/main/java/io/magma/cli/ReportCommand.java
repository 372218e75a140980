package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.train.report.RunComparison;
import io.magma.train.report.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code magma report}: a run as one HTML page. */
@Command(
        name = "report",
        description = {
            "Writes one self-contained HTML page about a run: curves, results, pictures with answers, configuration.",
            "Several runs are compared on one page: numbers, differences of their configurations, curves."
        },
        footer = {
            "  magma report runs/demo",
            "  magma report runs/demo --evaluation eval.json -o demo.html",
            "  magma report runs/demo runs/other --output comparison.html"
        })
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", arity = "1..*", description = "Folder of the run (its checkpoint.dir).")
    private List<Path> runs = new ArrayList<>();

    @Option(
            names = "--evaluation",
            paramLabel = "FILE",
            description = "Results to show; RUN/" + RunReport.EVALUATION + " if it exists and this is absent.")
    private Optional<Path> evaluation = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Page to write; RUN/report.html if absent; needed for several runs.")
    private Optional<Path> output = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (runs.size() > 1 && (output.isEmpty() || evaluation.isPresent())) {
            throw new ConfigException("a comparison of several runs needs --output and takes no --evaluation");
        }
        Path page = output.orElseGet(() -> runs.get(0).resolve("report.html"));
        new OutputFile(page).check().write(() -> {
            if (runs.size() > 1) {
                RunComparison.write(runs, page);
            } else {
                RunReport.write(runs.get(0), evaluation, page);
            }
        });
        spec.commandLine().getOut().println(page);
        return ExitCode.OK;
    }
}
