package io.magma.generate;

import java.util.random.RandomGenerator;

/** Chooses the next token from its scores. */
@FunctionalInterface
public interface TokenSampler {
    /** The highest score; of equal ones the lowest id, as torch's {@code argmax}. Draws nothing. */
    TokenSampler GREEDY = (logits, random) -> {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) {
                best = i;
            }
        }
        return best;
    };

    /**
     * Chooses a token.
     *
     * @param logits scores (V); minus infinity excludes a token
     * @param random drawn from at most once
     * @return an id, 0 to V - 1
     */
    int sample(float[] logits, RandomGenerator random);

    /** The sampler that these settings describe. */
    static TokenSampler of(SamplingConfig config) {
        if (config.greedy()) {
            return GREEDY;
        }
        return switch (config.topPMode()) {
            case NUCLEUS -> new NucleusSampler(config.temperature(), config.topK(), config.topP());
            case REFERENCE -> new ReferenceSampler(config.temperature(), config.topK(), config.topP());
        };
    }
}
