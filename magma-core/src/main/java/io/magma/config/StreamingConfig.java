package io.magma.config;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How tar shards are read in order, without an index of them.
 *
 * @param shuffleBuffer samples among which the order is drawn, over all lanes together; up to twice as many are held in
 *     memory, as encoded bytes; at least 1
 * @param retries attempts after a failed one before the run ends, without a byte in between; at least 0
 * @param timeoutSeconds longest wait for a connection, and for each further byte; greater than 0
 * @param tokenEnv environment variable with a token that is sent to the address's own host, as {@code Authorization: Bearer};
 *     absent sends none; the name of a variable
 */
public record StreamingConfig(
        @Key(
                value =
                        "Samples among which the order is drawn, over all lanes together; up to twice as many are held in"
                                + " memory, as encoded bytes",
                range = "at least 1",
                fallback = "2000")
        int shuffleBuffer,

        @Key(
                value =
                        "Attempts after a failed request before the run ends, without a byte in between; the waits double"
                                + " from 0.5 s to 30 s, with jitter, and are as long as a Retry-After says, up to 5 minutes",
                range = "at least 0",
                fallback = "5")
        int retries,

        @Key(
                value = "Longest wait for a connection, and for each further byte, in seconds",
                range = "greater than 0",
                fallback = "30.0")
        double timeoutSeconds,

        @Key(
                value =
                        "Environment variable with a token that is sent to the address's own host, as Authorization: Bearer;"
                                + " absent sends none",
                range = "name of a variable")
        Optional<String> tokenEnv) {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public StreamingConfig {
        new Checks()
                .atLeast(1, "shuffle_buffer", shuffleBuffer)
                .atLeast(0, "retries", retries)
                .positive("timeout_seconds", timeoutSeconds)
                // The value is not repeated: who mistakes the key writes the token itself.
                .require(
                        tokenEnv.isEmpty() || VARIABLE.matcher(tokenEnv.get()).matches(),
                        "token_env",
                        () -> "must be the name of an environment variable, not the token")
                .done();
    }
}
