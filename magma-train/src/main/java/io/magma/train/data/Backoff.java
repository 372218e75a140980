package io.magma.train.data;

/**
 * Waits between attempts: they double, and each is drawn from the upper half of its length, so that processes that failed
 * together do not come back together.
 *
 * @param firstMillis length of the first wait, at least 1
 * @param maxMillis longest wait
 * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Brooker 2015, Exponential Backoff
 *     And Jitter, "equal jitter"</a>
 */
record Backoff(long firstMillis, long maxMillis) {

    static final Backoff DEFAULT = new Backoff(500, 30_000);

    private static final int MOST_DOUBLINGS = 20;

    /**
     * Returns a wait.
     *
     * @param failures attempts that failed in a row, from 1
     * @param random from 0 to below 1
     */
    long millis(int failures, double random) {
        long length = Math.min(maxMillis, firstMillis << Math.min(failures - 1, MOST_DOUBLINGS));
        return Math.round(length * (0.5 + random / 2));
    }
}
