package io.magma.text;

import java.nio.file.Path;

/** Tokenizer files that cannot be used; the message names the file. */
public final class TokenizerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A problem with {@code file}. */
    public TokenizerException(Path file, String reason) {
        super(file + ": " + reason);
    }

    /** A problem with {@code file} that another failure brought to light. */
    public TokenizerException(Path file, String reason, Throwable cause) {
        super(file + ": " + reason, cause);
    }
}
