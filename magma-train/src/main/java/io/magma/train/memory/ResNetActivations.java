package io.magma.train.memory;

import io.magma.vision.ResNetConfig;

/**
 * Activations of CLIP's ResNet.
 *
 * <p>Trained, a convolution keeps the map it reads, a batch norm the one it reads, a ReLU the one it gives, which is what the next
 * convolution reads: two maps for every convolution with a ReLU behind it, one for the others, one for the sum at a block's
 * end, and what the average pools give. Frozen, a block holds its maps until its end, three for every convolution.
 */
final class ResNetActivations {
    private static final int EXPANSION = 4;

    private long kept;
    private long moment;

    private ResNetActivations() {}

    /**
     * Of one picture.
     *
     * @param bytes of an element
     */
    static Activations of(ResNetConfig c, boolean trained, int bytes) {
        ResNetActivations sum = new ResNetActivations();
        sum.kept = 3L * c.resolution() * c.resolution();
        long side = (c.resolution() + 1L) / 2;
        long width = c.width();
        for (long out : new long[] {width / 2, width / 2, width}) {
            sum.kept += 2 * out * side * side;
            sum.moment = Math.max(sum.moment, 4 * out * side * side);
        }
        side /= 2;
        sum.kept += width * side * side;
        long in = width;
        for (int stage = 0; stage < c.layers().size(); stage++) {
            long planes = width << stage;
            for (int i = 0; i < c.layers().get(stage); i++) {
                int stride = stage > 0 && i == 0 ? 2 : 1;
                sum.block(in, planes, side, stride);
                side /= stride;
                in = planes * EXPANSION;
            }
        }
        return new Activations(trained ? sum.kept * bytes : 0, sum.moment * bytes);
    }

    private void block(long in, long planes, long side, int stride) {
        long before = side * side;
        long after = before / ((long) stride * stride);
        long out = planes * EXPANSION * after;
        boolean pooled = stride > 1;
        boolean shortcut = pooled || in != planes * EXPANSION;
        long pools = pooled ? planes * after + in * after : 0;
        kept += 4 * planes * before + pools + 2 * out + (shortcut ? out : 0);
        moment = Math.max(moment, in * before + 6 * planes * before + pools + 4 * out + (shortcut ? 2 * out : 0));
    }
}
