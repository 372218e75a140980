package io.magma.testing;

import ai.djl.ndarray.NDArray;
import org.assertj.core.api.Assertions;

/** Comparison of arrays of numbers that names the place where they differ most. */
public final class Close {
    private Close() {}

    /** Fails unless {@code |actual - expected| <= atol + rtol * |expected|} everywhere. */
    public static void assertClose(float[] actual, float[] expected, double rtol, double atol) {
        Assertions.assertThat(actual.length).as("number of elements").isEqualTo(expected.length);
        int worst = -1;
        double excess = 0;
        for (int i = 0; i < actual.length; i++) {
            double over = Math.abs((double) actual[i] - expected[i]) - atol - rtol * Math.abs(expected[i]);
            // Written so that NaN counts.
            if (!(over <= excess)) {
                worst = i;
                excess = Double.isNaN(over) ? Double.POSITIVE_INFINITY : over;
            }
        }
        if (worst >= 0) {
            Assertions.fail("worst at %d of %d: %s, expected %s (rtol %s, atol %s)"
                    .formatted(worst, actual.length, actual[worst], expected[worst], rtol, atol));
        }
    }

    /** Fails unless shapes are equal and elements are close. */
    public static void assertClose(NDArray actual, NDArray expected, double rtol, double atol) {
        Assertions.assertThat(actual.getShape()).isEqualTo(expected.getShape());
        assertClose(actual.toFloatArray(), expected.toFloatArray(), rtol, atol);
    }
}
