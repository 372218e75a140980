package io.magma.config;

/**
 * The causal language model that is adapted.
 *
 * @param path Hugging Face folder with config.json, safetensors weights and tokenizer files, or repository of the Hub
 * @param dtype element type of the frozen weights; a trained language model computes in it over float32 weights
 * @param weights where its start weights come from
 * @param offload where the blocks of a frozen one lie
 * @param residentBlocks blocks that the device holds at a time where they are offloaded; at least 1
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
        WeightsOrigin weights,

        @Key(
                value =
                        "Where the blocks of a frozen one lie: host is for a GPU smaller than the model, to which each block"
                                + " is copied while another computes; training then needs training.activation_checkpointing",
                fallback = "none")
        Offload offload,

        @Key(
                value =
                        "Blocks that the device holds at a time where they are offloaded; below 2 nothing is copied ahead",
                range = "at least 1",
                fallback = "2")
        int residentBlocks) {
    public LanguageModelConfig {
        new Checks().atLeast(1, "resident_blocks", residentBlocks).done();
    }

    /** A model whose blocks lie on the device. */
    public LanguageModelConfig(ModelPath path, FrozenDtype dtype, WeightsOrigin weights) {
        this(path, dtype, weights, Offload.NONE, 2);
    }

    /** The same model out of another folder. */
    public LanguageModelConfig movedTo(ModelPath folder) {
        return new LanguageModelConfig(folder, dtype, weights, offload, residentBlocks);
    }
}
