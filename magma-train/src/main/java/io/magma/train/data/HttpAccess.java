package io.magma.train.data;

import io.magma.config.StreamingConfig;

/**
 * How shards are read over HTTP.
 *
 * @param retries attempts after a failed one, without a byte in between
 * @param timeoutMillis longest wait for a connection, and for each further byte
 * @param backoff waits between attempts
 * @param traffic counts
 */
record HttpAccess(int retries, int timeoutMillis, Backoff backoff, Traffic traffic) {

    static HttpAccess of(StreamingConfig config, Traffic traffic) {
        long millis = Math.max(1, Math.round(Math.min(config.timeoutSeconds() * 1000, Integer.MAX_VALUE)));
        return new HttpAccess(config.retries(), Math.toIntExact(millis), Backoff.DEFAULT, traffic);
    }
}
