package io.magma.train.memory;

import io.magma.vision.ResNetConfig;

/**
 * Activations of an NF-ResNet.
 *
 * <p>Trained, every ReLU keeps what it gives and every convolution what it reads, which is that map again, but at a block's
 * entrance, where the factor β stands between: there it is two maps. Pools keep what they give. Frozen, a block holds its maps
 * until its end.
 */
final class NfResNetActivations {
    private static final int EXPANSION = 4;

    private long kept;
    private long moment;

    private NfResNetActivations() {}

    /**
     * Of one picture.
     *
     * @param bytes of an element
     */
    static Activations of(ResNetConfig c, boolean trained, int bytes) {
        NfResNetActivations sum = new NfResNetActivations();
        long side = (c.resolution() + 1L) / 2;
        long width = c.width();
        // The pool reads the stem's map, and keeps where its maxima are in eight bytes each.
        sum.kept = 3L * c.resolution() * c.resolution() + width * side * side;
        sum.moment = 2 * width * side * side;
        side = (side + 1) / 2;
        sum.kept += width * side * side * Long.BYTES / bytes;
        long in = width;
        for (int stage = 0; stage < c.layers().size(); stage++) {
            long planes = width << stage;
            for (int i = 0; i < c.layers().get(stage); i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                sum.block(in, planes, side, stride);
                side = (side + stride - 1) / stride;
                in = planes * EXPANSION;
            }
        }
        sum.kept += in * side * side;
        return new Activations(trained ? sum.kept * bytes : 0, sum.moment * bytes);
    }

    private void block(long in, long planes, long side, int stride) {
        long before = side * side;
        long half = (side + stride - 1) / stride;
        long after = half * half;
        long out = planes * EXPANSION * after;
        boolean shortcut = stride > 1 || in != planes * EXPANSION;
        long pool = stride > 1 ? in * after : 0;
        kept += 2 * in * before + pool + planes * before + planes * after;
        moment = Math.max(
                moment,
                3 * in * before + pool + 2 * planes * before + 2 * planes * after + 2 * out + (shortcut ? out : 0));
    }
}
