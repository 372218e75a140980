package io.magma.text;

import java.util.OptionalInt;

/** Turns text into token ids and back. Safe for use by several threads. */
public interface Tokenizer {
    /** Ids of all of {@code text}; special tokens are recognised where they stand in it, none is added. */
    int[] encode(String text);

    /** Text of {@code ids}, without special tokens; bytes that are no UTF-8 become U+FFFD. */
    String decode(int[] ids);

    /** One more than the largest id. */
    int vocabularySize();

    /** The id of a vocabulary entry, spelt as in the vocabulary. */
    OptionalInt id(String piece);

    /**
     * The vocabulary entry with this id, spelt as in the vocabulary.
     *
     * @throws IllegalArgumentException if there is none
     */
    String piece(int id);
}
