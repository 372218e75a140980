package io.magma.train.memory;

import java.util.Locale;

/** Numbers of bytes for people. */
public final class Gib {
    private static final double BYTES = 1L << 30;

    private Gib() {}

    /** In GiB, to two digits behind the point. */
    public static String of(long bytes) {
        return String.format(Locale.ROOT, "%.2f GiB", bytes / BYTES);
    }
}
