package io.magma.train.memory;

import io.magma.nn.Activation;
import io.magma.vision.ClipVitConfig;

/**
 * Activations of CLIP's vision transformer, N + 1 tokens a picture.
 *
 * <p>Trained, a block keeps of a token what its two norms read and give, 4 D, queries, keys, values and what the attention
 * gives, 4 D, and statistics; what the activation reads and gives, 2 I, and for quick GELU its sigmoid, I. Before the blocks the patches' norm keeps
 * D, and the convolution the picture.
 *
 * <p>Frozen, nothing outlives its block; within one there are 11 D and 2 I at once, for quick GELU 4 I.
 */
final class VitActivations {
    private VitActivations() {}

    /**
     * Of one picture.
     *
     * @param layersRun blocks that are run
     * @param bytes of an element
     */
    static Activations of(ClipVitConfig c, int layersRun, boolean trained, int bytes) {
        int side = c.resolution() / c.patchSize();
        long tokens = (long) side * side + 1;
        long d = c.hiddenSize();
        long i = c.intermediateSize();
        boolean quick = c.activation() == Activation.QUICK_GELU;
        long moment = tokens * bytes * (11 * d + (quick ? 4 : 2) * i);
        if (!trained) {
            return new Activations(0, moment);
        }
        long statistics = 4L * bytes;
        long block = bytes * (8 * d + (quick ? 3 : 2) * i) + statistics + c.heads() * (long) Float.BYTES;
        long picture = 3L * c.resolution() * c.resolution() * bytes;
        return new Activations(tokens * (bytes * d + layersRun * block) + picture, moment);
    }
}
