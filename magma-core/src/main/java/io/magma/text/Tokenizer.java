package io.magma.text;

import java.util.OptionalInt;

/** local stand-in. */
public interface Tokenizer {
    int[] encode(String text);

    String decode(int[] ids);

    int vocabularySize();

    OptionalInt id(String token);

    String piece(int id);
}
