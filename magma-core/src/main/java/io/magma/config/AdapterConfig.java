package io.magma.config;

/**
 * A bottleneck adapter at one place of every decoder layer.
 *
 * @param type how it joins the sublayer
 * @param downsampleFactor hidden size divided by bottleneck size, which is rounded down; at least 1
 * @param layerNorm whether a layer norm precedes the bottleneck
 */
public record AdapterConfig(
        @Key(value = "How it joins the sublayer", fallback = "sequential")
        AdapterType type,

        @Key(
                value = "Hidden size divided by bottleneck size, which is rounded down",
                range = "at least 1",
                fallback = "4")
        int downsampleFactor,

        @Key(value = "Whether a layer norm precedes the bottleneck", fallback = "false")
        boolean layerNorm) {
    /** What an empty section means. */
    public static final AdapterConfig DEFAULTS = Defaults.of(AdapterConfig.class);

    public AdapterConfig {
        new Checks().atLeast(1, "downsample_factor", downsampleFactor).done();
    }
}
