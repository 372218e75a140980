package io.magma.generate;

import java.util.Arrays;

/**
 * How probable a model finds an answer.
 *
 * @param tokenLogProbabilities natural logarithm of each token's probability, given the prompt and the tokens before it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AnswerScore(float[] tokenLogProbabilities) {
    /** Natural logarithm of the whole answer's probability. */
    public double logProbability() {
        double sum = 0;
        for (float p : tokenLogProbabilities) {
            sum += p;
        }
        return sum;
    }

    /** Mean over the tokens, which does not favour short answers. */
    public double meanLogProbability() {
        return logProbability() / tokenLogProbabilities.length;
    }

    @Override
    public String toString() {
        return Arrays.toString(tokenLogProbabilities);
    }
}
