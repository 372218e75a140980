package io.magma.train.checkpoint;

/**
 * What a run has done since its first step, over all processes and resumptions.
 *
 * @param samples samples trained on
 * @param tokens target tokens trained on
 * @param seconds time spent in steps
 */
public record Totals(long samples, long tokens, double seconds) {
    /** Nothing yet. */
    public static final Totals NONE = new Totals(0, 0, 0);

    /** These and one step more. */
    public Totals plus(long moreSamples, long moreTokens, double moreSeconds) {
        return new Totals(samples + moreSamples, tokens + moreTokens, seconds + moreSeconds);
    }
}
