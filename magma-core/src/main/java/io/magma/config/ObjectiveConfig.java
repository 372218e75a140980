package io.magma.config;

/** What a run minimises; {@code type} names the variant. */
public sealed interface ObjectiveConfig {
    /**
     * Next-token cross-entropy of the texts after their image prefix.
     */
    record LanguageModel() implements ObjectiveConfig {}

    /**
     * Cross-entropy over the classes of {@code model.class_head}, whose labels are the samples' targets; mean over samples.
     */
    record Classification() implements ObjectiveConfig {}

    /**
     * CLIP's symmetric cross-entropy between the images and the texts of a batch.
     *
     * @param textTower what embeds the texts
     * @param embeddingDim width of the shared space of images and texts; at least 1
     * @param initTemperature start value of the learnt temperature; greater than 0, at least 1 / max_scale
     * @param maxScale bound of the inverse temperature; at least 1
     * @param mergeDuplicateTexts whether equal texts of a batch count as positives of each other
     * @param computeDtype element type in which both towers compute; weights, norms' statistics and loss are float32
     */
    record Contrastive(
            @Key("What embeds the texts") TextTowerConfig textTower,

            @Key(value = "Width of the shared space of images and texts", range = "at least 1", fallback = "512")
            int embeddingDim,

            @Key(
                    value = "Start value of the learnt temperature",
                    range = "greater than 0, at least 1 / max_scale",
                    fallback = "0.07")
            double initTemperature,

            @Key(value = "Bound of the inverse temperature", range = "at least 1", fallback = "100.0")
            double maxScale,

            @Key(value = "Whether equal texts of a batch count as positives of each other", fallback = "true")
            boolean mergeDuplicateTexts,

            @Key(
                    value =
                            "Element type in which both towers compute; weights, norms' statistics and loss are float32",
                    fallback = "float32")
            ComputeDtype computeDtype)
            implements ObjectiveConfig {
        public Contrastive {
            new Checks()
                    .atLeast(1, "embedding_dim", embeddingDim)
                    .positive("init_temperature", initTemperature)
                    .atLeast(1.0, "max_scale", maxScale)
                    .requireJointly(
                            1 / initTemperature <= maxScale,
                            "init_temperature",
                            () -> "must be at least 1 / max_scale (" + 1 / maxScale + "), was " + initTemperature)
                    .done();
        }
    }
}
