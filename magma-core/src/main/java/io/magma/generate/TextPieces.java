package io.magma.generate;

/** Turns the ids of one text into characters while they come; holds back characters whose bytes are incomplete. */
public interface TextPieces {
    /** The text that became certain with {@code token}; may be empty. */
    String next(int token);

    /** What was held back, when no token follows. */
    String end();
}
