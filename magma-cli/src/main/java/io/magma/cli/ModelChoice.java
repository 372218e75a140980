package io.magma.cli;

import ai.djl.Device;
import io.magma.config.GenerationConfig;
import io.magma.config.ModelConfig;
import io.magma.config.SourceConfig;
import io.magma.inference.VisionLanguageModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model that the user chose.
 *
 * @param model how to build it
 * @param generation how to decode unless told otherwise
 * @param seed seed of start values that no file gives
 * @param trained trained tensors, if it is something trained
 * @param eval evaluation sources of its configuration, if it has any
 */
record ModelChoice(
        ModelConfig model, GenerationConfig generation, long seed, Optional<Path> trained, List<SourceConfig> eval) {
    /** Loads it. */
    VisionLanguageModel load(Device device) {
        return VisionLanguageModel.load(model, generation, trained, seed, device);
    }
}
