package io.magma.config;

/**
 * What of the pretrained parts stays as it is; the encoder has its own key, trainable.
 *
 * @param languageModel whether the language model's own weights stay unchanged
 */
public record FreezeConfig(
        @Key(value = "Whether the language model's own weights stay unchanged", fallback = "true")
        boolean languageModel) {
    /** What an empty section means. */
    public static final FreezeConfig DEFAULTS = Defaults.of(FreezeConfig.class);
}
