package io.magma.weights;

/** IEEE float16 and bfloat16 as bits in Java, which has no such types; rounding is to nearest, ties to even. */
final class HalfFloats {
    private static final int FLOAT_INFINITY = 0x7f800000;

    private HalfFloats() {}

    /** The float32 of these float16 bits. */
    static float fromHalf(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >>> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        if (exponent == 0) { // zero or subnormal: fraction * 2^-24
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int rebased = exponent == 0x1f ? FLOAT_INFINITY : (exponent + 112) << 23;
        return Float.intBitsToFloat(sign | rebased | (fraction << 13));
    }

    /** The float16 bits nearest to a float32; infinite beyond 65,519. */
    static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 65520f) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x1p-14f) { // subnormal: whole multiples of 2^-24; the carry into 2^-14 comes out right
            return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
        }
        int rebased = (bits & 0x7fffffff) - (112 << 23);
        return (short) (sign | roundedShift(rebased, 13));
    }

    /** The float32 of these bfloat16 bits. */
    static float fromBfloat(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** The bfloat16 bits nearest to a float32. */
    static short toBfloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) (((bits >>> 16) & 0x8000) | roundedShift(bits & 0x7fffffff, 16));
    }

    // bits / 2^shift, to nearest, ties to even.
    private static int roundedShift(int bits, int shift) {
        int half = 1 << (shift - 1);
        return (bits + half - 1 + ((bits >>> shift) & 1)) >>> shift;
    }
}
