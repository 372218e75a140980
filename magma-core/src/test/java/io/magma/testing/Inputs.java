package io.magma.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.HostData;

/** Inputs that {@code reference_models.py} draws by the same formulas. */
public final class Inputs {
    private Inputs() {}

    /** Token ids (rows, tokens) below {@code vocabulary}. */
    public static NDArray tokenIds(NDManager manager, int rows, int tokens, int vocabulary) {
        long[] ids = new long[rows * tokens];
        for (int b = 0; b < rows; b++) {
            for (int t = 0; t < tokens; t++) {
                ids[b * tokens + t] = (7L * b + 3L * t * t + 5L * t + 1) % vocabulary;
            }
        }
        return HostData.longs(manager, ids, rows, tokens);
    }

    /** Normalised pixels (rows, 3, side, side). */
    public static NDArray pixels(NDManager manager, int rows, int side) {
        float[] values = FixedInit.values("pixels", (long) rows * 3 * side * side);
        for (int i = 0; i < values.length; i++) {
            values[i] *= 10;
        }
        return HostData.floats(manager, values, rows, 3, side, side);
    }
}
