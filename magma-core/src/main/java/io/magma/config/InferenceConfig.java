package io.magma.config;

/**
 * What a model folder for inference says; the sections are those of a run.
 *
 * @param model the model
 * @param generation how texts are decoded unless told otherwise
 */
public record InferenceConfig(
        @Key(value = "The model", required = true) ModelConfig model,

        @Key("How texts are decoded unless told otherwise") GenerationConfig generation) {}
