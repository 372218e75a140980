package io.magma.generate;

import io.magma.config.EarlyStopping;
import io.magma.config.GenerationConfig;
import io.magma.config.TopPMode;
import java.util.List;

/**
 * How tokens are chosen and when a text ends.
 *
 * @param maxNewTokens tokens after which generation stops; at least 1
 * @param temperature divides the logits; 0 means greedy; at least 0
 * @param topK most probable tokens that are sampled from; 0 means all; at least 0
 * @param topP probability mass of the most probable tokens that are sampled from; above 0, to 1
 * @param topPMode what is left by topP
 * @param seed seed of the sampling
 * @param stop texts that end generation and are cut off; none of them empty
 * @param beams hypotheses of beam search; 1 means none; at least 1, and 1 unless greedy
 * @param lengthPenalty exponent of the length that a hypothesis' log-probability is divided by; finite
 * @param earlyStopping when beam search ends
 */
public record SamplingConfig(
        int maxNewTokens,
        double temperature,
        int topK,
        double topP,
        TopPMode topPMode,
        long seed,
        List<String> stop,
        int beams,
        double lengthPenalty,
        EarlyStopping earlyStopping) {
    /** Greedy, as an empty {@code generation} section means. */
    public static final SamplingConfig DEFAULTS = of(GenerationConfig.DEFAULTS);

    public SamplingConfig {
        stop = List.copyOf(stop);
        require(maxNewTokens >= 1, "maxNewTokens must be at least 1, was " + maxNewTokens);
        require(temperature >= 0 && Double.isFinite(temperature), "temperature must be at least 0, was " + temperature);
        require(topK >= 0, "topK must be at least 0, was " + topK);
        require(topP > 0 && topP <= 1, "topP must be above 0 and at most 1, was " + topP);
        require(stop.stream().noneMatch(String::isEmpty), "stop has an empty text");
        require(beams >= 1, "beams must be at least 1, was " + beams);
        require(beams == 1 || temperature == 0, "beams above 1 need temperature 0, was " + temperature);
        require(Double.isFinite(lengthPenalty), "lengthPenalty must be finite, was " + lengthPenalty);
    }

    /** Without beam search. */
    public SamplingConfig(
            int maxNewTokens,
            double temperature,
            int topK,
            double topP,
            TopPMode topPMode,
            long seed,
            List<String> stop) {
        this(maxNewTokens, temperature, topK, topP, topPMode, seed, stop, 1, 1, EarlyStopping.HEURISTIC);
    }

    /** With a nucleus. */
    public SamplingConfig(int maxNewTokens, double temperature, int topK, double topP, long seed, List<String> stop) {
        this(maxNewTokens, temperature, topK, topP, TopPMode.NUCLEUS, seed, stop);
    }

    /** The same settings out of a configuration file. */
    public static SamplingConfig of(GenerationConfig c) {
        return new SamplingConfig(
                c.maxNewTokens(),
                c.temperature(),
                c.topK(),
                c.topP(),
                c.topPMode(),
                c.seed(),
                c.stop(),
                c.beams(),
                c.lengthPenalty(),
                c.earlyStopping());
    }

    /** Greedy decoding of at most {@code maxNewTokens} tokens. */
    public static SamplingConfig greedy(int maxNewTokens) {
        return new SamplingConfig(maxNewTokens, 0, 0, 1, 0, List.of());
    }

    /** Beam search over at most {@code maxNewTokens} tokens. */
    public static SamplingConfig beams(int maxNewTokens, int beams, double lengthPenalty, EarlyStopping earlyStopping) {
        return new SamplingConfig(
                maxNewTokens, 0, 0, 1, TopPMode.NUCLEUS, 0, List.of(), beams, lengthPenalty, earlyStopping);
    }

    /** Whether the most probable token is always taken. */
    public boolean greedy() {
        return temperature == 0;
    }

    private static void require(boolean met, String message) {
        if (!met) {
            throw new IllegalArgumentException(message);
        }
    }
}
