package io.magma.cli;

import io.magma.train.metrics.CountProgress;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;

/** What the terminal can do, if there is one. */
final class Terminal {
    private Terminal() {}

    /**
     * Whether a line can be rewritten in place: standard error is a terminal, and not a dumb one.
     *
     * <p>The launcher says so, since Java cannot ask about standard error alone.
     */
    static boolean canRewrite() {
        Map<String, String> env = System.getenv();
        return env.getOrDefault("MAGMA_STDERR_TERMINAL", "no").equals("yes")
                && !env.getOrDefault("TERM", "dumb").equals("dumb");
    }

    /** Shows on standard error how far a command is with many alike things. */
    static CountProgress countProgress(CommandSpec spec) {
        PrintWriter err = spec.commandLine().getErr();
        return new CountProgress(
                text -> {
                    err.print(text);
                    err.flush();
                },
                canRewrite(),
                System::nanoTime);
    }
}
