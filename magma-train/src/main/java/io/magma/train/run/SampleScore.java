package io.magma.train.run;

/**
 * How probable a model finds the target of one sample.
 *
 * @param image name of its picture, or of the sample if it has none
 * @param tokens ids of the target, the end token included
 * @param logprobs natural logarithm of each token's probability, given all before it
 */
@SuppressWarnings("ArrayRecordComponent") // written, never compared
public record SampleScore(String image, int[] tokens, double[] logprobs) {
    /** Mean negative log-probability in nats. */
    public double loss() {
        double sum = 0;
        for (double logprob : logprobs) {
            sum -= logprob;
        }
        return tokens.length == 0 ? 0 : sum / tokens.length;
    }
}
