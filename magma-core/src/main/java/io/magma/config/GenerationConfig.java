package io.magma.config;

import java.util.List;

/**
 * How texts are decoded.
 *
 * @param maxNewTokens tokens after which generation stops; at least 1
 * @param temperature divides the logits before sampling; 0 means greedy; at least 0
 * @param topK most probable tokens that are sampled from; 0 means all; at least 0
 * @param topP probability mass of the most probable tokens that are sampled from; above 0, to 1
 * @param topPMode what is left of the distribution by top_p
 * @param seed seed of the sampling; at least 0
 * @param stop texts that end generation and are cut off; none of them empty
 */
public record GenerationConfig(
        @Key(value = "Tokens after which generation stops", range = "at least 1", fallback = "32")
        int maxNewTokens,

        @Key(value = "Divides the logits before sampling; 0 means greedy", range = "at least 0", fallback = "0.0")
        double temperature,

        @Key(value = "Most probable tokens that are sampled from; 0 means all", range = "at least 0", fallback = "0")
        int topK,

        @Key(
                value = "Probability mass of the most probable tokens that are sampled from",
                range = "above 0, to 1",
                fallback = "1.0")
        double topP,

        @Key(value = "What is left of the distribution by top_p", fallback = "nucleus")
        TopPMode topPMode,

        @Key(value = "Seed of the sampling", range = "at least 0", fallback = "0")
        long seed,

        @Key(value = "Texts that end generation and are cut off", range = "none of them empty")
        List<String> stop) {
    /** What an empty section means. */
    public static final GenerationConfig DEFAULTS = Defaults.of(GenerationConfig.class);

    public GenerationConfig {
        stop = List.copyOf(stop);
        List<String> stops = stop;
        new Checks()
                .atLeast(1, "max_new_tokens", maxNewTokens)
                .atLeast(0.0, "temperature", temperature)
                .atLeast(0, "top_k", topK)
                .require(topP > 0 && topP <= 1, "top_p", () -> "must be above 0 and at most 1, was " + topP)
                .atLeast(0, "seed", seed)
                .require(stops.stream().noneMatch(String::isEmpty), "stop", () -> "has an empty text")
                .done();
    }
}
