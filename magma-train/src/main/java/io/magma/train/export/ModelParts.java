package io.magma.train.export;

import io.magma.config.ImageEncoderConfig;
import io.magma.config.LanguageModelConfig;
import io.magma.config.ModelConfig;
import io.magma.config.ModelPath;
import io.magma.config.WeightsOrigin;
import io.magma.hub.ModelFolders;
import io.magma.image.ImageProcessorConfig;
import io.magma.text.Tokenizers;
import io.magma.weights.WeightFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The folders that a model is built from beside its trained tensors. */
public final class ModelParts {
    private static final String CONFIG = "config.json";

    private ModelParts() {}

    /** Files that a language model is loaded from. */
    static List<Path> files(LanguageModelConfig config) {
        Path folder = ModelFolders.of(config.path());
        List<Path> files = new ArrayList<>(List.of(folder.resolve(CONFIG)));
        files.addAll(Tokenizers.files(folder));
        files.addAll(weights(folder, config.weights()));
        return files;
    }

    /** Files that an image encoder is loaded from. */
    static List<Path> files(ImageEncoderConfig config) {
        Path folder = ModelFolders.of(config.path());
        List<Path> files = new ArrayList<>(List.of(folder.resolve(CONFIG)));
        Path processor = folder.resolve(ImageProcessorConfig.FILE_NAME);
        if (Files.exists(processor)) {
            files.add(processor);
        }
        files.addAll(weights(folder, config.weights()));
        return files;
    }

    private static List<Path> weights(Path folder, WeightsOrigin origin) {
        if (origin == WeightsOrigin.RANDOM) {
            return List.of();
        }
        WeightFiles weights = WeightFiles.open(folder);
        List<Path> files = new ArrayList<>(weights.files());
        if (!files.contains(weights.location())) {
            files.add(weights.location()); // the index
        }
        return files;
    }

    /** Copies files into a folder, which is made. */
    public static void copy(List<Path> files, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Path file : files) {
            // Through a stream, so that the copy of a read-only file is not read-only.
            try (InputStream in = Files.newInputStream(file)) {
                Files.copy(in, folder.resolve(file.getFileName()));
            }
        }
    }

    /** The same model out of other folders, without start values. */
    static ModelConfig moved(ModelConfig config, ModelPath languageModel, ModelPath imageEncoder) {
        Optional<ImageEncoderConfig> encoder = config.imageEncoder().map(e -> e.movedTo(imageEncoder));
        return new ModelConfig(
                config.languageModel().movedTo(languageModel),
                encoder,
                config.imagePrefix(),
                config.adapters(),
                config.classHead(),
                config.freeze(),
                Optional.empty());
    }
}
