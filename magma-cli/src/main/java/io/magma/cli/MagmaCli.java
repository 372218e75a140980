package io.magma.cli;

import io.magma.hub.HubSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * The {@code magma} command.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 the user's mistake. Results go to standard output, logs and progress to standard error.
 */
@Command(
        name = "magma",
        description =
                "Trains, evaluates and serves language models that see: a frozen decoder, an image encoder, adapters.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Versions.class,
        usageHelpAutoWidth = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  magma config check -c run.yml",
            "  magma train -c run.yml --set training.steps=200",
            "  magma generate -m runs/demo --image cat.png"
        },
        subcommands = {
            TrainCommand.class,
            LaunchCommand.class,
            AllReduceCommand.class,
            ScoreCommand.class,
            EvalCommand.class,
            MetricCommand.class,
            GenerateCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            ReportCommand.class,
            BenchCommand.class,
            DownloadCommand.class,
            DataCommand.class,
            TokenizerCommand.class,
            ConfigCommand.class,
            InfoCommand.class
        })
public final class MagmaCli extends CommandGroup {
    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Log in detail.")
    private boolean verbose;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Log in detail and show stack traces of errors.")
    private boolean debug;

    @Option(
            names = "--offline",
            scope = ScopeType.INHERIT,
            description = "Download nothing: models of the Hub must be in the cache already.")
    private boolean offline;

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = writer(FileDescriptor.out);
        PrintWriter err = writer(FileDescriptor.err);
        int status = commandLine().setOut(out).setErr(err).execute(args);
        out.flush();
        err.flush();
        System.exit(status);
    }

    /** The command, ready to {@code execute}. */
    static CommandLine commandLine() {
        MagmaCli root = new MagmaCli();
        CommandLine command = new CommandLine(root)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(root::run)
                .setExecutionExceptionHandler(new FailureReport())
                .setParameterExceptionHandler(new UsageMistakes());
        // What follows the command's name is for the processes that it starts.
        Objects.requireNonNull(command.getSubcommands().get("launch")).setStopAtPositional(true);
        return command;
    }

    private int run(CommandLine.ParseResult parsed) {
        EngineSettings.apply();
        if (offline) {
            System.setProperty(HubSettings.OFFLINE, "1");
        }
        if (verbose || debug) {
            LogLevels.verbose();
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** Whether errors show their stack traces. */
    boolean debug() {
        return debug;
    }

    // Texts are UTF-8 whatever the locale, so that output can be piped into files.
    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
