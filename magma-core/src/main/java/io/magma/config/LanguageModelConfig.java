package io.magma.config;

/**
 * The causal language model that is adapted.
 *
 * @param path Hugging Face folder with config.json, safetensors weights and tokenizer files, or repository of the Hub
 * @param dtype element type of the frozen weights; a trained language model computes in it over float32 weights
 * @param weights where its start weights come from
 */
public record LanguageModelConfig(
        @Key(
                value =
                        "Hugging Face folder with config.json, safetensors weights and tokenizer files, or repository of the Hub",
                required = true)
        ModelPath path,

        @Key(
                value =
                        "Element type of the frozen weights; a trained language model computes in it over float32 weights; with"
                                + " int8 the matrices of the decoder's blocks are rounded to 8 bits while they are loaded, all"
                                + " else is bfloat16, and training takes less memory with training.activation_checkpointing only",
                fallback = "float32")
        FrozenDtype dtype,

        @Key(value = "Where its start weights come from", fallback = "pretrained")
        WeightsOrigin weights) {}
