package io.magma.multimodal;

/** An exported model folder that is not what was exported: a file is missing or has changed. The message is one line. */
public final class ModelFolderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that the message explains. */
    public ModelFolderException(String message) {
        super(message);
    }

    /** A failure that the message explains and {@code cause} caused. */
    public ModelFolderException(String message, Throwable cause) {
        super(message, cause);
    }
}
