package io.magma.train.data;

import java.util.function.Function;

/**
 * Turns texts into rows of token ids.
 *
 * @param encode the tokenizer
 * @param endOfText id that ends each target
 * @param maxTokens most tokens of a row, the end token included
 */
public record RowEncoder(Function<String, int[]> encode, int endOfText, int maxTokens) {

    /**
     * Tokens of one sample.
     *
     * @param tokens prompt, target and end token
     * @param lossStart first token that bears loss
     */
    @SuppressWarnings("ArrayRecordComponent") // rows are handed on, never compared
    record Row(int[] tokens, int lossStart) {}

    /** Checks the bound. */
    public RowEncoder {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("expected room for at least 1 token, got " + maxTokens);
        }
    }

    /**
     * Encodes a sample.
     *
     * @throws DataException if it is longer than a row may be; nothing is ever cut off
     */
    Row row(Sample sample) {
        int[] prompt = sample.prompt().isEmpty() ? new int[0] : encode.apply(sample.prompt());
        int[] target = encode.apply(sample.target());
        int length = prompt.length + target.length + 1;
        if (length > maxTokens) {
            throw new DataException(sample.id() + ": has " + length + " tokens with its end token, but only "
                    + maxTokens + " fit into the language model's context beside the image prefix");
        }
        int[] tokens = new int[length];
        System.arraycopy(prompt, 0, tokens, 0, prompt.length);
        System.arraycopy(target, 0, tokens, prompt.length, target.length);
        tokens[length - 1] = endOfText;
        return new Row(tokens, sample.lossOnPrompt() ? 0 : prompt.length);
    }
}
