package io.magma.train.data;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Turns texts into rows of token ids.
 *
 * @param encode the tokenizer
 * @param endOfText id that ends each target
 * @param maxTokens most tokens of a row, the end token included
 * @param classes labels that targets are; a row then ends in the number of its class instead of its target. None if targets
 *     are texts
 */
public record RowEncoder(Function<String, int[]> encode, int endOfText, int maxTokens, List<String> classes) {

    /**
     * Tokens of one sample.
     *
     * @param tokens prompt, target and end token; or prompt and number of the class
     * @param lossStart first token that bears loss
     */
    @SuppressWarnings("ArrayRecordComponent") // rows are handed on, never compared
    record Row(int[] tokens, int lossStart) {}

    public RowEncoder {
        classes = List.copyOf(classes);
        if (maxTokens < 1) {
            throw new IllegalArgumentException("expected room for at least 1 token, got " + maxTokens);
        }
    }

    /** Rows of texts. */
    public RowEncoder(Function<String, int[]> encode, int endOfText, int maxTokens) {
        this(encode, endOfText, maxTokens, List.of());
    }

    /** The same for targets that are labels of classes. */
    public RowEncoder classifying(List<String> labels) {
        return new RowEncoder(encode, endOfText, maxTokens, labels);
    }

    /**
     * Encodes a sample.
     *
     * @throws DataException if it is longer than a row may be; nothing is ever cut off
     * @throws CorruptSampleException if its target is none of the classes
     */
    Row row(Sample sample) {
        int[] prompt = sample.prompt().isEmpty() ? new int[0] : encode.apply(sample.prompt());
        if (!classes.isEmpty()) {
            return classified(sample, prompt);
        }
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

    private Row classified(Sample sample, int[] prompt) {
        String label = sample.target().strip();
        int number = classes.indexOf(label);
        if (number < 0) {
            throw new CorruptSampleException(
                    sample.id(), "'" + label + "' is none of the classes " + String.join(", ", classes));
        }
        if (prompt.length > maxTokens) {
            throw new DataException(sample.id() + ": its prompt has " + prompt.length + " tokens, but only " + maxTokens
                    + " fit into the language model's context beside the image prefix");
        }
        int[] tokens = Arrays.copyOf(prompt, prompt.length + 1);
        tokens[prompt.length] = number;
        return new Row(tokens, prompt.length);
    }
}
