package io.magma.lm;

import io.magma.nn.Sublayer;
import io.magma.weights.WeightSource;
import java.util.List;
import java.util.Optional;

/**
 * A model family: how its {@code config.json} reads, what its tensors are called and how its parts fit together.
 *
 * <p>Adding a family is implementing this and naming it in {@link #ALL}.
 */
interface Architecture {
    /** Every family. */
    List<Architecture> ALL = List.of(new Gpt2(), new GptJ(), new GptNeoX(), new Llama("llama"), new Llama("qwen2"));

    /** Hugging Face {@code model_type}. */
    String modelType();

    /** Reads the shape of a model. */
    DecoderConfig config(ModelJson json);

    /** Builds the parts of a model; adapters come in through {@code wrapper}. */
    DecoderParts build(WeightSource weights, DecoderConfig config, Sublayer.Wrapper wrapper);

    /** Whether a tensor that {@link #build} did not take is a known leftover (masks and rotary tables kept in files). */
    boolean ignores(String name);

    /** The family of this {@code model_type}. */
    static Optional<Architecture> of(String modelType) {
        return ALL.stream().filter(a -> a.modelType().equals(modelType)).findFirst();
    }
}
