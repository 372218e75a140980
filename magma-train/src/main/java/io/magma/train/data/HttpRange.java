package io.magma.train.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to one request for all bytes of a file from some byte on.
 *
 * @param connection closes the answer
 * @param body the bytes
 * @param total bytes of the whole file; -1 if the server does not say
 * @param version the entity tag of the file; empty if the server gives none
 */
record HttpRange(HttpURLConnection connection, InputStream body, long total, Optional<String> version) {

    private static final int MOST_REDIRECTS = 5;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;
    private static final int BEHIND_END = 416;
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (?:(\\d+)-\\d+|\\*)/(\\d+|\\*)");

    /**
     * Asks for bytes.
     *
     * @throws DataException if the server refuses in a way that another attempt would not change
     * @throws IOException if another attempt may succeed
     */
    static HttpRange request(HttpShard shard, long offset) throws IOException {
        URI uri = shard.uri();
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpURLConnection connection = connect(shard, uri, offset);
            int status = connection.getResponseCode();
            Optional<String> moved =
                    status / 100 == 3 ? Optional.ofNullable(connection.getHeaderField("Location")) : Optional.empty();
            if (moved.isEmpty()) {
                return answer(shard, connection, status, offset);
            }
            connection.disconnect();
            URI target = uri.resolve(moved.get());
            boolean allowed = "https".equalsIgnoreCase(target.getScheme())
                    || ("http".equalsIgnoreCase(target.getScheme()) && "http".equalsIgnoreCase(uri.getScheme()));
            if (!allowed) {
                throw new DataException(shard.name() + ": is redirected to a " + target.getScheme() + " address");
            }
            uri = target;
        }
        throw new DataException(shard.name() + ": is redirected more than " + MOST_REDIRECTS + " times");
    }

    private static HttpURLConnection connect(HttpShard shard, URI uri, long offset) throws IOException {
        int timeoutMillis = shard.access().timeoutMillis();
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        connection.setRequestProperty("User-Agent", "magma");
        connection.setRequestProperty("Accept-Encoding", "identity");
        connection.setRequestProperty("Range", "bytes=" + offset + "-");
        shard.tokenFor(uri).ifPresent(token -> connection.setRequestProperty("Authorization", token.authorization()));
        return connection;
    }

    private static HttpRange answer(HttpShard shard, HttpURLConnection connection, int status, long offset)
            throws IOException {
        Optional<String> version = Optional.ofNullable(connection.getHeaderField("ETag"));
        if (status == HttpURLConnection.HTTP_OK && offset == 0) {
            return new HttpRange(connection, connection.getInputStream(), connection.getContentLengthLong(), version);
        }
        Matcher range = CONTENT_RANGE.matcher(String.valueOf(connection.getHeaderField("Content-Range")));
        long total = range.matches() && !range.group(2).equals("*") ? Long.parseLong(range.group(2)) : -1;
        if (status == HttpURLConnection.HTTP_PARTIAL
                && range.matches()
                && String.valueOf(offset).equals(range.group(1))) {
            return new HttpRange(connection, connection.getInputStream(), total, version);
        }
        connection.disconnect();
        if (status == BEHIND_END) {
            return new HttpRange(connection, InputStream.nullInputStream(), Math.min(total, offset), version);
        }
        boolean temporary = status >= 500
                || status == HttpURLConnection.HTTP_CLIENT_TIMEOUT
                || status == TOO_EARLY
                || status == TOO_MANY;
        if (temporary) {
            boolean busy = status == TOO_MANY || status == HttpURLConnection.HTTP_UNAVAILABLE;
            Optional<String> after =
                    busy ? Optional.ofNullable(connection.getHeaderField("Retry-After")) : Optional.empty();
            throw new RetryLaterException(status, RetryAfter.millis(after, Instant.now()));
        }
        if (status == HttpURLConnection.HTTP_UNAUTHORIZED || status == HttpURLConnection.HTTP_FORBIDDEN) {
            String token =
                    shard.access().token().isPresent() ? "the token does not suffice" : "no token_env is configured";
            throw new DataException(shard.name() + ": HTTP " + status + ", access denied; " + token);
        }
        boolean ignored = status == HttpURLConnection.HTTP_OK || status == HttpURLConnection.HTTP_PARTIAL;
        throw new DataException(shard.name() + ": "
                + (ignored ? "the server does not serve byte ranges, which going on needs" : "HTTP " + status));
    }
}
