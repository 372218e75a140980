package io.magma.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Everything that decides the model's shape and start weights.
 *
 * @param languageModel the causal language model
 * @param imageEncoder the image encoder; absent for text-only training
 * @param imagePrefix the projection between the two; unused without an image encoder
 * @param adapters bottleneck adapters in the language model
 * @param classHead a classifier of the last hidden state, for objective classification
 * @param freeze what stays unchanged
 * @param init safetensors file with start values of all trainable tensors, no more and no fewer
 */
public record ModelConfig(
        @Key(value = "The causal language model", required = true)
        LanguageModelConfig languageModel,

        @Key("The image encoder; absent for text-only training")
        Optional<ImageEncoderConfig> imageEncoder,

        @Key("The projection between the two; unused without an image encoder")
        ImagePrefixConfig imagePrefix,

        @Key("Bottleneck adapters in the language model") AdaptersConfig adapters,

        @Key(
                "A linear classifier of the final hidden state behind picture and prompt; for the objective classification")
        Optional<ClassHeadConfig> classHead,

        @Key("What stays unchanged") FreezeConfig freeze,

        @Key("Safetensors file with start values of all trainable tensors, no more and no fewer")
        Optional<Path> init) {
    /** Checks what sections demand of each other. */
    public ModelConfig {
        boolean loaded = freeze.languageModel() && languageModel.weights() == WeightsOrigin.PRETRAINED;
        new Checks()
                .requireJointly(
                        loaded || languageModel.offload() == Offload.NONE,
                        "language_model.offload",
                        () -> "host is for a frozen language model: freeze.language_model: true and pretrained weights")
                .requireJointly(
                        loaded || languageModel.dtype() != FrozenDtype.INT8,
                        "language_model.dtype",
                        () -> "int8 is for a frozen, pretrained language model: freeze.language_model: true and"
                                + " language_model.weights: pretrained")
                .done();
    }
}
