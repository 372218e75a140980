package io.magma.multimodal;

import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.GenerationConfig;
import io.magma.config.InferenceConfig;
import io.magma.config.ModelConfig;
import io.magma.config.RunConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A trained model on disk: an exported folder, a checkpoint, or a run, which stands for its latest checkpoint.
 *
 * @param folder folder of the files
 * @param model how to build it
 * @param generation how to decode unless told otherwise
 * @param trained safetensors file of the trained tensors
 * @param seed seed of what no file gives
 */
public record ModelFolder(Path folder, ModelConfig model, GenerationConfig generation, Path trained, long seed) {
    /** Trained tensors. */
    public static final String TRAINED = "trainable.safetensors";

    /** Configuration. */
    public static final String CONFIG = "config.yml";

    private static final String CHECKPOINT_STATE = "state.json";
    private static final String LATEST = "latest";

    /**
     * Reads what is in a folder; no weights yet. The files of an exported folder are checked against its {@code magma.json}, large
     * ones by their size alone.
     *
     * @throws ConfigException if it is none of the three kinds, or its configuration is malformed
     * @throws ModelFolderException if a file of an exported folder, or one that it refers to, is missing or has changed
     */
    public static ModelFolder open(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ConfigException(folder + ": no such model folder");
        }
        Path model = Files.exists(folder.resolve(LATEST)) ? latest(folder) : folder;
        if (ModelManifest.in(model)) {
            ModelManifest.read(model).check(model, false);
        }
        Path config = model.resolve(CONFIG);
        Path trained = model.resolve(TRAINED);
        for (Path file : List.of(config, trained)) {
            if (!Files.isRegularFile(file)) {
                throw new ConfigException(
                        folder + ": not a checkpoint, run or exported model: has no " + folder.relativize(file));
            }
        }
        if (Files.exists(model.resolve(CHECKPOINT_STATE))) {
            RunConfig run = ConfigLoader.load(config, List.of());
            return new ModelFolder(
                    model,
                    run.model(),
                    run.generation(),
                    trained,
                    run.training().seed());
        }
        InferenceConfig exported = ConfigLoader.load(config, InferenceConfig.class, List.of());
        return new ModelFolder(model, exported.model(), exported.generation(), trained, 0);
    }

    private static Path latest(Path run) {
        try {
            return run.resolve("checkpoints")
                    .resolve(Files.readString(run.resolve(LATEST)).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(run.resolve(LATEST) + ": cannot be read", e);
        }
    }
}
