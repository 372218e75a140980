package io.magma.train.data;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * A server's {@code Retry-After}: seconds, or a date.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, section 10.2.3</a>
 */
final class RetryAfter {

    /** Nobody waits longer, whatever the server says. */
    static final long MOST_MILLIS = 300_000;

    private static final int MOST_DIGITS = 6;

    private RetryAfter() {}

    /**
     * The wait in milliseconds, 0 to {@link #MOST_MILLIS}; 0 if there is none, it is over, or it cannot be read.
     *
     * @param header value of the header
     */
    static long millis(Optional<String> header, Instant now) {
        String value = header.orElse("").strip();
        if (value.isEmpty()) {
            return 0;
        }
        if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return value.length() > MOST_DIGITS ? MOST_MILLIS : limited(Long.parseLong(value) * 1000);
        }
        try {
            Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
            return limited(Duration.between(now, then).toMillis());
        } catch (DateTimeParseException e) {
            return 0; // our own wait is as good as none
        }
    }

    private static long limited(long millis) {
        return Math.max(0, Math.min(MOST_MILLIS, millis));
    }
}
