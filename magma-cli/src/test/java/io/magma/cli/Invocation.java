package io.magma.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** One run of the command in this process: its exit code and what it printed. */
record Invocation(int status, String out, String err) {
    static Invocation of(String... args) {
        return of(MagmaCli.commandLine(), args);
    }

    static Invocation of(CommandLine command, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = command.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
        return new Invocation(status, out.toString(), err.toString());
    }
}
