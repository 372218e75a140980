package io.magma.text;

import java.util.Arrays;

/**
 * Decodes tokens one at a time, giving out text only when it can no longer change.
 *
 * <p>A character may be spread over several tokens; its text appears with the last of them. All pieces together, with the one
 * of {@link #finish}, are the text of all tokens.
 */
public final class TextStream {
    private static final char REPLACEMENT = '\uFFFD';

    private final Tokenizer tokenizer;
    private int[] ids = new int[16];
    private int size;
    // Tokens from contextBegin on are decoded together, since some decoders treat the first token of a text
    // differently;
    // the text of those before pendingBegin has been given out.
    private int contextBegin;
    private int pendingBegin;

    /** A stream at the start of a text. */
    public TextStream(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    /** Takes the next token and returns the text it completes, often empty. */
    public String push(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, 2 * size);
        }
        ids[size++] = id;
        String text = fresh();
        return text.isEmpty() || text.charAt(text.length() - 1) == REPLACEMENT ? "" : giveOut(text);
    }

    /** Ends the text and returns what is left of it; an unfinished character becomes U+FFFD. */
    public String finish() {
        return giveOut(fresh());
    }

    private String fresh() {
        String context = tokenizer.decode(Arrays.copyOfRange(ids, contextBegin, pendingBegin));
        String all = tokenizer.decode(Arrays.copyOfRange(ids, contextBegin, size));
        return all.substring(Math.min(context.length(), all.length()));
    }

    private String giveOut(String text) {
        contextBegin = pendingBegin;
        pendingBegin = size;
        return text;
    }
}
