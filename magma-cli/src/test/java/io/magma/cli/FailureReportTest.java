package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.EngineException;
import io.magma.config.ConfigException;
import io.magma.train.data.DataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailureReportTest {
    @Command(name = "fail")
    private record Failing(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }

    private static Invocation failing(Exception failure, String... options) {
        CommandLine command = MagmaCli.commandLine().addSubcommand(new Failing(failure));
        // Subcommands added later do not get the handlers of the parent.
        command.setExecutionExceptionHandler(new FailureReport());
        String[] args = new String[options.length + 1];
        System.arraycopy(options, 0, args, 0, options.length);
        args[options.length] = "fail";
        return Invocation.of(command, args);
    }

    @Test
    void theUsersMistakesExitWithTwoAndShowAllProblems() {
        Invocation run = failing(new ConfigException("run.yml:1: a: wrong\nrun.yml:2: b: wrong"));

        assertThat(run).isEqualTo(new Invocation(2, "", "run.yml:1: a: wrong\nrun.yml:2: b: wrong\n"));
    }

    @Test
    void knownFailuresAreOneLine() {
        assertThat(failing(new DataException("a.tar: entry b.png: truncated\nat byte 7")))
                .isEqualTo(new Invocation(1, "", "magma: a.tar: entry b.png: truncated; at byte 7\n"));
        assertThat(failing(new NoSuchFileException("x.json")))
                .isEqualTo(new Invocation(1, "", "magma: x.json: no such file or folder\n"));
        assertThat(failing(new UncheckedIOException(new IOException("disk full"))))
                .isEqualTo(new Invocation(1, "", "magma: disk full\n"));
        assertThat(failing(new UncheckedIOException("out.jsonl: cannot write", new IOException("disk full"))))
                .isEqualTo(new Invocation(1, "", "magma: out.jsonl: cannot write: disk full\n"));
    }

    @Test
    void aMissingLibtorchIsNoDefect() {
        assertThat(failing(new EngineException("Failed to save pytorch index file"))
                        .err())
                .startsWith("magma: there is no libtorch to compute with: PYTORCH_LIBRARY_PATH must name the folder");
        assertThat(failing(new EngineException("shape mismatch")).err()).contains("internal error");
    }

    @Test
    void unknownFailuresSayWhereTheStackTraceIs() {
        Invocation run = failing(new IllegalStateException("odd\nstate"));

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("magma: internal error: java.lang.IllegalStateException: odd; state"
                        + " (run it again with --debug for the stack trace)\n");
    }

    @Test
    void debugShowsTheStackTrace() {
        Invocation run = failing(new IllegalStateException("odd"), "--debug");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .startsWith("magma: internal error: java.lang.IllegalStateException: odd\n")
                .contains("\tat io.magma.cli.FailureReportTest");
    }
}
