package io.magma.train.export;

import io.magma.inference.MagmaBlockFactory;
import io.magma.inference.MagmaTranslatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file by which DJL finds out how a model folder is loaded. */
public final class ServingProperties {
    private ServingProperties() {}

    /** Writes {@code serving.properties} into a folder. */
    public static void write(Path folder) throws IOException {
        Files.writeString(
                folder.resolve("serving.properties"),
                String.join(
                        "\n",
                        "engine=PyTorch",
                        "blockFactory=" + MagmaBlockFactory.class.getName(),
                        "translatorFactory=" + MagmaTranslatorFactory.class.getName(),
                        "option.hasParameter=false",
                        ""));
    }
}
