package io.magma.train.data;

import io.magma.config.ConfigException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What proves to a server that shards may be read. Printing it shows nothing of it.
 *
 * @param secret the token
 */
record AccessToken(String secret) {

    private static final Pattern SENDABLE = Pattern.compile("[!-~]+");

    /**
     * Takes it out of the environment; white space around it is left out.
     *
     * @throws ConfigException if the variable is not set, empty or holds what a header cannot
     */
    static AccessToken of(String variable, Map<String, String> environment) {
        String value = Optional.ofNullable(environment.get(variable)).orElse("").strip();
        if (!SENDABLE.matcher(value).matches()) {
            throw new ConfigException("streaming.token_env: the environment variable " + variable
                    + (value.isEmpty() ? " is not set" : " holds characters that no token has"));
        }
        return new AccessToken(value);
    }

    /** The value of a request's {@code Authorization}. */
    String authorization() {
        return "Bearer " + secret;
    }

    @Override
    public String toString() {
        return "AccessToken[]";
    }
}
