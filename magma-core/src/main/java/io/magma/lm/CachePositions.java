package io.magma.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.nn.KvCache;
import io.magma.torch.HostData;

/** Where the next {@code tokens} tokens of each row of a cache stand, and which keys they see. */
record CachePositions(KvCache cache, int tokens) {
    /** Positions counted from each row's first real token, padding at 0: (B, T) of int64. */
    NDArray positions(NDManager manager) {
        long[] p = new long[cache.batch() * tokens];
        for (int b = 0; b < cache.batch(); b++) {
            for (int t = 0; t < tokens; t++) {
                p[b * tokens + t] = Math.max(0, cache.length() + t - cache.padding(b));
            }
        }
        return HostData.longs(manager, p, cache.batch(), tokens);
    }

    /** Additive mask (B, 1, T, S), or (1, 1, T, S) without padding: 0 for visible keys, minus infinity for padding and later tokens. */
    NDArray mask(NDManager manager) {
        int seen = cache.length() + tokens;
        int rows = cache.padded() ? cache.batch() : 1;
        float[] m = new float[rows * tokens * seen];
        for (int b = 0; b < rows; b++) {
            for (int t = 0; t < tokens; t++) {
                int self = cache.length() + t;
                for (int s = 0; s < seen; s++) {
                    // Padding sees itself: a row that sees nothing would be NaN.
                    boolean visible = s == self || (s < self && s >= cache.padding(b));
                    m[(b * tokens + t) * seen + s] = visible ? 0f : Float.NEGATIVE_INFINITY;
                }
            }
        }
        return HostData.floats(manager, m, rows, 1, tokens, seen);
    }
}
