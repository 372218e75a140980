package io.magma.train.eval.protocol;

import io.magma.config.Checks;
import io.magma.config.Key;
import java.util.List;

/**
 * How an answer comes about.
 *
 * @param mode whether it is generated, or chosen from a closed set
 * @param maxNewTokens most tokens of a generated answer
 * @param beams hypotheses that are kept; 1 is greedy decoding or sampling
 * @param lengthPenalty exponent of the length by which a hypothesis' log-probability is divided; 0 leaves it
 * @param temperature divides the logits before sampling; 0 means the most probable token
 * @param topK most probable tokens that are sampled from; 0 means all
 * @param stop texts that end an answer and are cut off
 */
public record DecodingSettings(
        @Key(value = "Whether an answer is generated, or chosen from the task's labels", fallback = "generate")
        AnswerMode mode,

        @Key(value = "Most tokens of an answer", range = "at least 1", fallback = "10")
        int maxNewTokens,

        @Key(value = "Hypotheses that are kept", range = "at least 1", fallback = "1")
        int beams,

        @Key(
                value = "Exponent of the length that a hypothesis' log-probability is divided by; 0 leaves it",
                fallback = "1.0")
        double lengthPenalty,

        @Key(value = "Divides the logits before sampling; 0 means greedy", range = "at least 0", fallback = "0.0")
        double temperature,

        @Key(value = "Most probable tokens that are sampled from; 0 means all", range = "at least 0", fallback = "0")
        int topK,

        @Key(value = "Texts that end an answer and are cut off", range = "none of them empty")
        List<String> stop) {
    public DecodingSettings {
        stop = List.copyOf(stop);
        List<String> stops = stop;
        new Checks()
                .atLeast(1, "max_new_tokens", maxNewTokens)
                .atLeast(1, "beams", beams)
                .atLeast(0.0, "temperature", temperature)
                .atLeast(0, "top_k", topK)
                .require(Double.isFinite(lengthPenalty), "length_penalty", () -> "must be finite")
                .require(stops.stream().noneMatch(String::isEmpty), "stop", () -> "has an empty text")
                .requireJointly(
                        beams == 1 || temperature == 0,
                        "temperature",
                        () -> "must be 0 where there are " + beams + " beams, was " + temperature)
                .done();
    }

    /** The same with another mode. */
    public DecodingSettings with(AnswerMode other) {
        return new DecodingSettings(other, maxNewTokens, beams, lengthPenalty, temperature, topK, stop);
    }
}
