package io.magma.cli;

import ai.djl.engine.EngineException;
import io.magma.config.ConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Tells the user what failed, in the fewest lines.
 *
 * <p>The framework's own exceptions say what to do and need no stack trace; anything else is a defect of it and says where
 * its stack trace is.
 */
final class FailureReport implements IExecutionExceptionHandler {
    /** What the engine says when it finds none among the jars and may not, or cannot, download one. */
    private static final Pattern NO_LIBTORCH = Pattern.compile("pytorch index file|load PyTorch native library");

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        boolean debug = isDebug(command);
        err.println(message(failure, debug));
        if (debug) {
            failure.printStackTrace(err);
        }
        err.flush();
        return failure instanceof ConfigException ? ExitCode.USAGE : ExitCode.SOFTWARE;
    }

    private static String message(Exception failure, boolean debug) {
        if (failure instanceof ConfigException) {
            return String.valueOf(failure.getMessage());
        }
        if (isOurs(failure)) {
            return "magma: " + oneLine(String.valueOf(failure.getMessage()));
        }
        if (failure instanceof UncheckedIOException unchecked) {
            return "magma: " + reason(unchecked);
        }
        if (failure instanceof IOException io) {
            return "magma: " + reason(io);
        }
        if (failure instanceof EngineException engine
                && NO_LIBTORCH.matcher(oneLine(engine.toString())).find()) {
            return "magma: there is no libtorch to compute with: PYTORCH_LIBRARY_PATH must name the folder of one, with "
                    + "PYTORCH_VERSION and PYTORCH_FLAVOR; " + oneLine(String.valueOf(engine.getMessage()));
        }
        return "magma: internal error: " + oneLine(failure.toString())
                + (debug ? "" : " (run it again with --debug for the stack trace)");
    }

    private static boolean isOurs(Exception failure) {
        return failure.getClass().getName().startsWith("io.magma.");
    }

    private static String reason(UncheckedIOException failure) {
        String cause = Optional.ofNullable(failure.getCause())
                .map(FailureReport::reason)
                .orElse("");
        String context = String.valueOf(failure.getMessage());
        return context.equals(String.valueOf((Object) failure.getCause())) ? cause : oneLine(context) + ": " + cause;
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException missing) {
            return missing.getFile() + ": no such file or folder";
        }
        if (failure instanceof FileSystemException file) {
            String reason = file.getReason() == null ? file.getClass().getSimpleName() : file.getReason();
            return file.getFile() + ": " + oneLine(reason);
        }
        return oneLine(String.valueOf(failure.getMessage()));
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s*\\R\\s*", "; ");
    }

    private static boolean isDebug(CommandLine command) {
        return command.getCommandSpec().root().userObject() instanceof MagmaCli root && root.debug();
    }
}
