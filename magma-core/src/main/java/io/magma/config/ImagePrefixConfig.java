package io.magma.config;

/**
 * The projection from image features to prefix embeddings: linear, then dropout, then layer norm.
 *
 * @param type kind of projection
 * @param dropout probability with which an element of the prefix is zeroed while training; 0 to below 1
 * @param layerNorm whether a layer norm follows
 * @param tokens prefix positions an image; pooled features only, other features have one a patch; at least 1
 */
public record ImagePrefixConfig(
        @Key(value = "Kind of projection", fallback = "linear")
        PrefixType type,

        @Key(
                value = "Probability with which an element of the prefix is zeroed while training",
                range = "0 to below 1",
                fallback = "0.0")
        double dropout,

        @Key(value = "Whether a layer norm follows", fallback = "false")
        boolean layerNorm,

        @Key(
                value = "Prefix positions an image; pooled features only, other features have one a patch",
                range = "at least 1",
                fallback = "2")
        int tokens) {
    /** What an empty section means. */
    public static final ImagePrefixConfig DEFAULTS = Defaults.of(ImagePrefixConfig.class);

    public ImagePrefixConfig {
        new Checks()
                .halfOpen(0, 1, "dropout", dropout)
                .atLeast(1, "tokens", tokens)
                .done();
    }
}
