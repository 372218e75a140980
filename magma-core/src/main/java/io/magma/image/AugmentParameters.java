package io.magma.image;

import io.magma.config.AugmentConfig;
import java.util.random.RandomGenerator;

/**
 * One random change of a picture. Rotation, scale and shear are about the centre; the mirroring comes first, the shift last.
 *
 * @param rotateDegrees clockwise
 * @param scale size relative to the plain picture, greater than 0
 * @param translateX shift to the right as a fraction of the side
 * @param translateY shift downwards as a fraction of the side
 * @param shearDegrees shear of the x axis
 * @param flip mirror left and right
 * @param background shown through transparent pixels and beyond the picture's edges
 * @param brightness factor, 1 changes nothing
 * @param contrast factor, 1 changes nothing
 * @param saturation factor, 1 changes nothing
 */
public record AugmentParameters(
        double rotateDegrees,
        double scale,
        double translateX,
        double translateY,
        double shearDegrees,
        boolean flip,
        Background background,
        double brightness,
        double contrast,
        double saturation) {
    /** Checks what would make the picture vanish or its colours undefined. */
    public AugmentParameters {
        if (!(scale > 0) || !(brightness >= 0) || !(contrast >= 0) || !(saturation >= 0)) {
            throw new IllegalArgumentException("scale must be greater than 0 and colour factors not negative, were "
                    + scale + ", " + brightness + ", " + contrast + ", " + saturation);
        }
    }

    /**
     * Parameters that change nothing but put a background behind the picture.
     *
     * @param background for transparent pixels
     * @return the parameters
     */
    public static AugmentParameters none(Background background) {
        return new AugmentParameters(0, 1, 0, 0, 0, false, background, 1, 1, 1);
    }

    /**
     * Draws parameters uniformly from ranges.
     *
     * <p>Every number is drawn whether its range is empty or not, so that turning one change on leaves the others as they were.
     *
     * @param random source of randomness, seeded by the caller
     * @param ranges largest changes either way
     * @param fallback the background unless the ranges ask for a random one
     * @return the parameters
     */
    public static AugmentParameters draw(RandomGenerator random, AugmentConfig ranges, Background fallback) {
        double rotate = either(random, ranges.rotate());
        double scale = 1 + either(random, ranges.scale());
        double translateX = either(random, ranges.translate());
        double translateY = either(random, ranges.translate());
        double shear = either(random, ranges.shear());
        boolean flip = random.nextDouble() < ranges.flip();
        Background drawn = new Background(random.nextInt(256), random.nextInt(256), random.nextInt(256));
        return new AugmentParameters(
                rotate,
                scale,
                translateX,
                translateY,
                shear,
                flip,
                ranges.background() ? drawn : fallback,
                1 + either(random, ranges.jitter()),
                1 + either(random, ranges.jitter()),
                1 + either(random, ranges.jitter()));
    }

    private static double either(RandomGenerator random, double largest) {
        double drawn = (2 * random.nextDouble() - 1) * largest;
        return largest == 0 ? 0 : drawn; // never -0
    }
}
