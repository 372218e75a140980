package io.magma.config;

import java.util.Optional;

/**
 * Which sublayers of the language model have adapters.
 *
 * @param mlp adapter of the feed-forward sublayers; absent means none
 * @param attention adapter of the attention sublayers; absent means none
 */
public record AdaptersConfig(
        @Key("Adapter of the feed-forward sublayers; absent means none")
        Optional<AdapterConfig> mlp,

        @Key("Adapter of the attention sublayers; absent means none")
        Optional<AdapterConfig> attention) {
    /** What an empty section means. */
    public static final AdaptersConfig DEFAULTS = Defaults.of(AdaptersConfig.class);

    /** Whether neither place has an adapter. */
    public boolean isEmpty() {
        return mlp.isEmpty() && attention.isEmpty();
    }
}
