package io.magma.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/** local stand-in. */
public final class Tokenizers {
    private Tokenizers() {}

    public static Tokenizer load(Path folder) {
        HuggingFaceTokenizer t;
        try {
            t = HuggingFaceTokenizer.newInstance(
                    folder.resolve("tokenizer.json"), Map.of("addSpecialTokens", "false", "truncation", "false"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Tokenizer() {
            @Override
            public int[] encode(String text) {
                return Arrays.stream(t.encode(text).getIds())
                        .mapToInt(i -> (int) i)
                        .toArray();
            }

            @Override
            public String decode(int[] ids) {
                return t.decode(Arrays.stream(ids).asLongStream().toArray(), true);
            }

            @Override
            public int vocabularySize() {
                return 384;
            }

            @Override
            public OptionalInt id(String token) {
                return OptionalInt.empty();
            }

            @Override
            public String piece(int id) {
                return "";
            }
        };
    }

    public static void requireFits(Tokenizer t, int vocab, String name) {}
}
