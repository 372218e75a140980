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
 * @param beams hypotheses kept by beam search; 1 means none; at least 1
 * @param lengthPenalty exponent of the length that a hypothesis' log-probability is divided by
 * @param earlyStopping when beam search ends
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
        List<String> stop,

        @Key(
                value = "Hypotheses kept by beam search, which needs temperature 0; 1 means no search",
                range = "at least 1",
                fallback = "1")
        int beams,

        @Key(
                value = "Exponent of the length by which a hypothesis' log-probability is divided in beam search; "
                        + "above 0 favours long texts, below 0 short ones",
                fallback = "1.0")
        double lengthPenalty,

        @Key(value = "When beam search ends", fallback = "heuristic")
        EarlyStopping earlyStopping) {
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
                .atLeast(1, "beams", beams)
                .require(
                        beams == 1 || temperature == 0,
                        "beams",
                        () -> "above 1 needs temperature 0, was " + temperature)
                .require(Double.isFinite(lengthPenalty), "length_penalty", () -> "must be finite, was " + lengthPenalty)
                .done();
    }
}
