package io.magma.train.eval.run;

import java.nio.file.Path;

/** An evaluation's own file that cannot be read or written; the message names it. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EvaluationException(Path file, String what) {
        super(file + ": " + what);
    }

    EvaluationException(Path file, String what, Throwable cause) {
        super(file + ": " + what + ": " + cause.getMessage(), cause);
    }
}
