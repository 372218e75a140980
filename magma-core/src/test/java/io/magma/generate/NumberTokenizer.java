package io.magma.generate;

import io.magma.text.Tokenizer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Texts of numbers below a limit, each followed by a blank. */
record NumberTokenizer(int vocabularySize) implements Tokenizer {
    @Override
    public int[] encode(String text) {
        return Arrays.stream(text.trim().split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @Override
    public String decode(int[] ids) {
        return Arrays.stream(ids).mapToObj(id -> id + " ").collect(Collectors.joining());
    }

    @Override
    public OptionalInt id(String piece) {
        return OptionalInt.of(Integer.parseInt(piece));
    }

    @Override
    public String piece(int id) {
        return String.valueOf(id);
    }
}
