package io.magma.generate;

/** Follows a generation token by token. The pieces of a row and its rest, put together, are the text of its generation. */
@FunctionalInterface
public interface TokenListener {
    /** Listens to nothing. */
    TokenListener NONE = (row, token, piece) -> {};

    /**
     * A token was chosen.
     *
     * @param row row of the batch, from 0
     * @param token its id; never the end of sequence
     * @param piece text that became certain with it; empty while a character or a possible stop text is incomplete
     */
    void token(int row, int token, String piece);

    /**
     * A row ended.
     *
     * @param rest text that was held back until now
     */
    default void finished(int row, String rest, Generation generation) {}
}
