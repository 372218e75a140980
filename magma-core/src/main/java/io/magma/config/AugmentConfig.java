package io.magma.config;

/**
 * Random changes of training images; all off by default.
 *
 * @param rotate largest rotation in degrees, either way; 0 to 180
 * @param scale largest relative change of size, either way; 0 to below 1
 * @param translate largest shift as a fraction of the side, either way; 0 to 1
 * @param shear largest shear in degrees, either way; 0 to below 90
 * @param background whether transparent pixels get a random colour
 * @param jitter largest relative change of brightness, contrast and saturation; 0 to 1
 * @param flip probability of a left-right mirror image; 0 to 1
 * @param blank probability that an image is blanked, all its normalised pixels zero, so that the model learns what it can say
 *     without seeing; 0 to 1
 */
public record AugmentConfig(
        @Key(value = "Largest rotation in degrees, either way", range = "0 to 180", fallback = "0.0")
        double rotate,

        @Key(value = "Largest relative change of size, either way", range = "0 to below 1", fallback = "0.0")
        double scale,

        @Key(value = "Largest shift as a fraction of the side, either way", range = "0 to 1", fallback = "0.0")
        double translate,

        @Key(value = "Largest shear in degrees, either way", range = "0 to below 90", fallback = "0.0")
        double shear,

        @Key(value = "Whether transparent pixels get a random colour", fallback = "false")
        boolean background,

        @Key(
                value = "Largest relative change of brightness, contrast and saturation",
                range = "0 to 1",
                fallback = "0.0")
        double jitter,

        @Key(value = "Probability of a left-right mirror image", range = "0 to 1", fallback = "0.0")
        double flip,

        @Key(
                value = "Probability that an image is blanked, so that the model learns what it can say without seeing",
                range = "0 to 1",
                fallback = "0.0")
        double blank) {
    /** What an empty section means. */
    public static final AugmentConfig DEFAULTS = Defaults.of(AugmentConfig.class);

    public AugmentConfig {
        new Checks()
                .within(0, 180, "rotate", rotate)
                .halfOpen(0, 1, "scale", scale)
                .within(0, 1, "translate", translate)
                .halfOpen(0, 90, "shear", shear)
                .within(0, 1, "jitter", jitter)
                .within(0, 1, "flip", flip)
                .within(0, 1, "blank", blank)
                .done();
    }
}
