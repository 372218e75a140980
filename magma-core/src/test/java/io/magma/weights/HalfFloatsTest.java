package io.magma.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalfFloatsTest {
    /** Numbers of IEEE 754-2008's binary16. */
    @ParameterizedTest
    @CsvSource({
        "1, 3c00",
        "-2, c000",
        "65504, 7bff",
        "65519, 7bff",
        "65520, 7c00",
        "0x1p-14, 0400",
        "0x1p-24, 0001",
        "0x1p-25, 0000",
        "0x1.8p-25, 0001",
        "-0.0, 8000",
        "0.333251953125, 3555",
        "1.00048828125, 3c00",
        "1.00146484375, 3c02",
        "Infinity, 7c00",
        "0x1.ff8p-15, 03ff",
        "0x1.ffcp-15, 0400"
    })
    void nearestHalf(String value, String bits) {
        assertThat(HalfFloats.toHalf(Float.parseFloat(value))).isEqualTo((short) Integer.parseInt(bits, 16));
    }

    @Test
    void everyHalfComesBackAndLiesBetweenItsNeighbours() {
        for (int bits = 0; bits < 0x10000; bits++) {
            float value = HalfFloats.fromHalf((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfFloats.toHalf(value)).isEqualTo((short) bits);
            }
        }
        for (int bits = 0; bits < 0x7bff; bits++) {
            double low = HalfFloats.fromHalf((short) bits);
            double high = HalfFloats.fromHalf((short) (bits + 1));
            int even = bits % 2 == 0 ? bits : bits + 1;
            assertThat(HalfFloats.toHalf((float) ((low + high) / 2))).isEqualTo((short) even);
        }
    }

    @Test
    void bfloatIsTheUpperHalfOfAFloat() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value) && Math.abs(value) < 1e38f) {
                double rounded = HalfFloats.fromBfloat(HalfFloats.toBfloat(value));
                double low = Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000);
                double high = Float.intBitsToFloat((Float.floatToRawIntBits(value) & 0xffff0000) + 0x10000);
                double best = Math.min(Math.abs(value - low), Math.abs(value - high));
                assertThat(Math.abs(value - rounded)).isEqualTo(best);
            }
        }
        assertThat(HalfFloats.toBfloat(-1f)).isEqualTo((short) 0xbf80);
        assertThat(Float.isNaN(HalfFloats.fromBfloat(HalfFloats.toBfloat(Float.NaN))))
                .isTrue();
    }
}
