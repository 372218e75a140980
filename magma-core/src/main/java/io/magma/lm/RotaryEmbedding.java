package io.magma.lm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.nn.RotaryTables;
import io.magma.torch.HostData;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;

/** Tables of cosines and sines for every position of a context, in float32. */
final class RotaryEmbedding {
    private final NDArray cos;
    private final NDArray sin;
    private final boolean interleaved;

    /** Computes the tables, owned by {@code manager}. */
    RotaryEmbedding(NDManager manager, RotaryConfig config, int positions) {
        int r = config.dim();
        double[] frequencies = config.frequencies();
        float[] c = new float[positions * r];
        float[] s = new float[positions * r];
        for (int p = 0; p < positions; p++) {
            for (int i = 0; i < r; i++) {
                // Torch forms the angle in float32; so do we, or long contexts drift apart.
                float angle = p * (float) frequencies[config.interleaved() ? i / 2 : i % (r / 2)];
                c[p * r + i] = (float) Math.cos(angle);
                s[p * r + i] = (float) Math.sin(angle);
            }
        }
        cos = HostData.floats(manager, c, positions, r);
        sin = HostData.floats(manager, s, positions, r);
        Scope.release(cos, sin);
        interleaved = config.interleaved();
    }

    /** Tables of positions {@code start} to {@code start + tokens}, attached to {@code manager}: (T, R). */
    RotaryTables range(NDManager manager, int start, int tokens) {
        NDArray c = TorchOps.narrow(cos, 0, start, tokens);
        NDArray s = TorchOps.narrow(sin, 0, start, tokens);
        c.attach(manager);
        s.attach(manager);
        return new RotaryTables(c, s, interleaved);
    }

    /** Tables of given positions (B, T): (B, 1, T, R). */
    RotaryTables at(NDArray positions) {
        return new RotaryTables(
                TorchOps.embedding(positions, cos).expandDims(1),
                TorchOps.embedding(positions, sin).expandDims(1),
                interleaved);
    }
}
