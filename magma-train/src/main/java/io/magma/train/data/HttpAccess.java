package io.magma.train.data;

import io.magma.config.StreamingConfig;
import java.util.Map;
import java.util.Optional;

/**
 * How shards are read over HTTP.
 *
 * @param retries attempts after a failed one, without a byte in between
 * @param timeoutMillis longest wait for a connection, and for each further byte
 * @param backoff waits between attempts
 * @param traffic counts
 * @param token sent to the hosts of the shards; empty sends none
 */
record HttpAccess(int retries, int timeoutMillis, Backoff backoff, Traffic traffic, Optional<AccessToken> token) {

    /**
     * As configured.
     *
     * @param environment where a token is
     * @throws io.magma.config.ConfigException if it is not there
     */
    static HttpAccess of(StreamingConfig config, Traffic traffic, Map<String, String> environment) {
        long millis = Math.max(1, Math.round(Math.min(config.timeoutSeconds() * 1000, Integer.MAX_VALUE)));
        return new HttpAccess(
                config.retries(),
                Math.toIntExact(millis),
                Backoff.DEFAULT,
                traffic,
                config.tokenEnv().map(variable -> AccessToken.of(variable, environment)));
    }
}
