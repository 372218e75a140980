package io.magma.train.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RecordFrameTest {
    /** RFC 3720, appendix B.4: the CRC-32C of 32 bytes of zeros is 8a9136aa, of 32 bytes of ones 62a8ab43. */
    @Test
    void masksThePublishedChecksums() {
        assertThat(unmasked(RecordFrame.maskedCrc(new byte[32], 32))).isEqualTo(0x8a9136aa);
        byte[] ones = new byte[32];
        java.util.Arrays.fill(ones, (byte) 0xff);
        assertThat(unmasked(RecordFrame.maskedCrc(ones, 32))).isEqualTo(0x62a8ab43);
    }

    private static int unmasked(int masked) {
        return Integer.rotateLeft(masked - 0xa282ead8, 15);
    }

    /** Made by {@code tensorboard_events.py}. */
    @Test
    void framesARecord() {
        assertThat(HexFormat.of().formatHex(RecordFrame.of("magma".getBytes(StandardCharsets.UTF_8))))
                .isEqualTo("0500000000000000eab2043e6d61676d611d940da7");
    }
}
