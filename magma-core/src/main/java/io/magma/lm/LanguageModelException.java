package io.magma.lm;

/** A language model folder that cannot be used; the message names the file and the reason. */
public final class LanguageModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LanguageModelException(String message) {
        super(message);
    }

    public LanguageModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
