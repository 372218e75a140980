package io.magma.cli;

import io.magma.train.report.RunReport;
import java.nio.file.Path;
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
        description =
                "Writes one self-contained HTML page about a run: curves, results, pictures with answers, configuration.",
        footer = {"  magma report runs/demo", "  magma report runs/demo --evaluation eval.json -o demo.html"})
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "RUN", description = "Folder of the run (its checkpoint.dir).")
    private Path run;

    @Option(
            names = "--evaluation",
            paramLabel = "FILE",
            description = "Results to show; RUN/" + RunReport.EVALUATION + " if it exists and this is absent.")
    private Optional<Path> evaluation = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Page to write; RUN/report.html if absent.")
    private Optional<Path> output = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path page = output.orElseGet(() -> run.resolve("report.html"));
        new OutputFile(page).check().write(() -> RunReport.write(run, evaluation, page));
        spec.commandLine().getOut().println(page);
        return ExitCode.OK;
    }
}
