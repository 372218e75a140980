package io.magma.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where something lies: a file, folder or pattern of this machine, or an address that begins with {@code http://} or {@code
 * https://}.
 */
public final class Location {
    private static final Pattern PRIVATE = Pattern.compile(
            "https://|http://(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d+)?(/|$)", Pattern.CASE_INSENSITIVE);

    private final String text;

    private Location(String text) {
        this.text = text;
    }

    /** Returns a place on this machine. */
    public static Location of(Path path) {
        return new Location(path.toString());
    }

    /**
     * Returns an address.
     *
     * @throws IllegalArgumentException if it begins otherwise
     */
    public static Location ofUrl(String url) {
        if (!isUrl(url)) {
            throw new IllegalArgumentException("expected http:// or https://, got " + url);
        }
        return new Location(url);
    }

    /** Whether a text would be an address. */
    static boolean isUrl(String text) {
        String start = text.toLowerCase(Locale.ROOT);
        return start.startsWith("http://") || start.startsWith("https://");
    }

    /** Returns whether this is an address rather than a path. */
    public boolean isUrl() {
        return isUrl(text);
    }

    /** Returns whether a secret may be sent there: over https, or to a server of this machine. */
    public boolean keepsSecrets() {
        return PRIVATE.matcher(text).lookingAt();
    }

    /**
     * Returns the path.
     *
     * @throws IllegalStateException if this is an address
     */
    public Path file() {
        if (isUrl()) {
            throw new IllegalStateException(text + " is not on this machine");
        }
        return Path.of(text);
    }

    /** Returns the path, or the address without its query, which may hold a secret. */
    public String label() {
        int query = isUrl() ? text.indexOf('?') : -1;
        return query < 0 ? text : text.substring(0, query);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Location location && text.equals(location.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the path or the address. */
    @Override
    public String toString() {
        return text;
    }
}
