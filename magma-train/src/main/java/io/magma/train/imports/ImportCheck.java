package io.magma.train.imports;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.magma.inference.ModelProbes;
import io.magma.multimodal.ModelFile;
import io.magma.multimodal.ModelFolder;
import io.magma.multimodal.ModelLoader;
import io.magma.multimodal.ModelManifest;
import io.magma.multimodal.MultimodalModel;
import io.magma.weights.TensorHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Loads an imported folder as whoever uses it will, and writes down in {@code magma.json} what it answers and consists of. */
final class ImportCheck {
    private ImportCheck() {}

    /**
     * Checks a folder.
     *
     * @param source name of the imported file
     * @throws io.magma.weights.WeightsException if the folder does not load
     */
    static void run(Path folder, String source) throws IOException {
        List<ModelFile> files = new ArrayList<>();
        try (var tree = Files.walk(folder)) {
            for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
                files.add(ModelFile.of(file, folder));
            }
        }
        ModelFolder model = ModelFolder.open(folder);
        try (MultimodalModel loaded =
                ModelLoader.load(model.model(), Device.cpu(), model.seed(), Optional.of(model.trained()))) {
            loaded.training(false);
            Map<String, NDArray> trained = new LinkedHashMap<>(loaded.parameters());
            trained.putAll(loaded.buffers());
            new ModelManifest(
                            ModelManifest.VERSION,
                            0,
                            Map.of("imported_from", source),
                            Map.of(
                                    "trainable",
                                    trained.size(),
                                    "frozen",
                                    loaded.frozen().size()),
                            TensorHash.sha256(trained),
                            loaded.frozenHash(),
                            ModelProbes.of(loaded).probes(),
                            files)
                    .write(folder);
        }
    }
}
