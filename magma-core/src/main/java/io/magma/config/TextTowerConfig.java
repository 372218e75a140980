package io.magma.config;

/**
 * The text side of the contrastive objective.
 *
 * @param type what embeds texts
 * @param layers layers of a trained tower; at least 1
 * @param hiddenSize width of a trained tower; at least 1, a multiple of heads
 * @param heads attention heads of a trained tower; at least 1
 * @param contextLength tokens after which texts are cut; at least 2
 */
public record TextTowerConfig(
        @Key(value = "What embeds texts", fallback = "trained")
        TextTowerType type,

        @Key(value = "Layers of a trained tower", range = "at least 1", fallback = "12")
        int layers,

        @Key(value = "Width of a trained tower", range = "at least 1, a multiple of heads", fallback = "512")
        int hiddenSize,

        @Key(value = "Attention heads of a trained tower", range = "at least 1", fallback = "8")
        int heads,

        @Key(value = "Tokens after which texts are cut", range = "at least 2", fallback = "77")
        int contextLength) {
    /** What an empty section means. */
    public static final TextTowerConfig DEFAULTS = Defaults.of(TextTowerConfig.class);

    public TextTowerConfig {
        new Checks()
                .atLeast(1, "layers", layers)
                .atLeast(1, "hidden_size", hiddenSize)
                .atLeast(1, "heads", heads)
                .requireJointly(
                        heads < 1 || hiddenSize % heads == 0,
                        "hidden_size",
                        () -> "must be a multiple of heads (" + heads + "), was " + hiddenSize)
                .atLeast(2, "context_length", contextLength)
                .done();
    }
}
