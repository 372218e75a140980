package io.magma.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    // The date of RFC 9110's example.
    private static final Instant NOW = Instant.parse("1999-12-31T23:58:57Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "120 | 120000",
                " 7 | 7000",
                "301 | 300000",
                "99999999999999999999 | 300000",
                "Fri, 31 Dec 1999 23:59:59 GMT | 62000",
                "Fri, 31 Dec 1999 23:58:00 GMT | 0",
                "Sun, 31 Dec 2000 23:59:59 GMT | 300000",
                "-3 | 0",
                "1.5 | 0",
                "tomorrow | 0"
            })
    void secondsAndDatesWithinBounds(String header, long millis) {
        assertThat(RetryAfter.millis(Optional.of(header), NOW)).isEqualTo(millis);
    }

    @Test
    void noneIsNoWait() {
        assertThat(RetryAfter.millis(Optional.empty(), NOW)).isZero();
    }
}
