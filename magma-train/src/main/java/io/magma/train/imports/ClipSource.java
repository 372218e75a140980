package io.magma.train.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.config.ConfigException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A published CLIP model, open for reading.
 *
 * @param weights its tensors; a TorchScript archive is how OpenAI publishes them
 * @param openClip {@code open_clip_config.json} beside the weights
 * @param huggingFace {@code config.json} of a Hugging Face folder
 */
record ClipSource(TensorFile weights, Optional<JsonNode> openClip, Optional<JsonNode> huggingFace)
        implements Closeable {
    private static final String CONFIG = "config.json";
    private static final String OPEN_CLIP = "open_clip_config.json";

    /**
     * Opens a file or a folder.
     *
     * @throws ConfigException if the folder holds no CLIP model
     * @throws io.magma.weights.WeightsException if the weights cannot be read
     */
    static ClipSource open(Path path) {
        if (!Files.exists(path)) {
            throw new ConfigException(path + ": no such file or folder");
        }
        if (!Files.isDirectory(path)) {
            return of(TensorFile.open(path), Optional.empty());
        }
        Optional<JsonNode> config = ConfigFile.read(path.resolve(CONFIG))
                .filter(json -> json.path("model_type").asText().startsWith("clip"));
        if (config.isPresent()) {
            Path pickled = path.resolve("pytorch_model.bin");
            boolean safe = Files.exists(path.resolve("model.safetensors"))
                    || Files.exists(path.resolve("model.safetensors.index.json"));
            return of(
                    safe || !Files.exists(pickled) ? TensorFile.ofSafetensors(path) : TensorFile.open(pickled), config);
        }
        for (String name : List.of("open_clip_model.safetensors", "open_clip_pytorch_model.bin")) {
            if (Files.exists(path.resolve(name))) {
                return of(TensorFile.open(path.resolve(name)), Optional.empty());
            }
        }
        throw new ConfigException(path + ": holds no CLIP model: neither a " + CONFIG
                + " whose model_type is clip or clip_vision_model, nor open_clip_model.safetensors");
    }

    private static ClipSource of(TensorFile weights, Optional<JsonNode> huggingFace) {
        Optional<JsonNode> openClip =
                ConfigFile.read(weights.location().resolveSibling(OPEN_CLIP)).filter(json -> json.has("model_cfg"));
        return new ClipSource(weights, openClip, huggingFace);
    }

    @Override
    public void close() throws IOException {
        weights.close();
    }
}
