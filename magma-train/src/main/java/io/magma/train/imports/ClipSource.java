package io.magma.train.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.weights.StreamedTensor;
import io.magma.weights.StreamedWeights;
import io.magma.weights.torchfile.TorchFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A published CLIP model, open for reading.
 *
 * @param location file of the weights
 * @param tensors all its tensors
 * @param scripted whether it is a TorchScript archive, as OpenAI publishes them
 * @param openClip {@code open_clip_config.json} beside the weights
 * @param huggingFace {@code config.json} of a Hugging Face folder
 * @param notImported other values in the file
 * @param open what to close
 */
record ClipSource(
        Path location,
        Map<String, StreamedTensor> tensors,
        boolean scripted,
        Optional<JsonNode> openClip,
        Optional<JsonNode> huggingFace,
        List<String> notImported,
        Closeable open)
        implements Closeable {
    private static final String CONFIG = "config.json";
    private static final String OPEN_CLIP = "open_clip_config.json";
    private static final String STATE_DICT = "state_dict";
    private static final String PARALLEL = "module.";
    private static final String SAFETENSORS = ".safetensors";

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
            return ofFile(path, Optional.empty());
        }
        Optional<JsonNode> config = json(path.resolve(CONFIG))
                .filter(json -> json.path("model_type").asText().startsWith("clip"));
        if (config.isPresent()) {
            Path pickled = path.resolve("pytorch_model.bin");
            boolean safe = Files.exists(path.resolve("model.safetensors"))
                    || Files.exists(path.resolve("model.safetensors.index.json"));
            return safe || !Files.exists(pickled) ? ofSafetensors(path, config) : ofFile(pickled, config);
        }
        for (String name : List.of("open_clip_model.safetensors", "open_clip_pytorch_model.bin")) {
            if (Files.exists(path.resolve(name))) {
                return ofFile(path.resolve(name), Optional.empty());
            }
        }
        throw new ConfigException(path + ": holds no CLIP model: neither a " + CONFIG
                + " whose model_type is clip or clip_vision_model, nor open_clip_model.safetensors");
    }

    private static ClipSource ofFile(Path file, Optional<JsonNode> config) {
        return String.valueOf(file.getFileName()).endsWith(SAFETENSORS)
                ? ofSafetensors(file, config)
                : ofTorch(file, config);
    }

    private static ClipSource ofSafetensors(Path path, Optional<JsonNode> config) {
        StreamedWeights weights = StreamedWeights.open(path);
        return new ClipSource(path, weights.tensors(), false, openClipConfig(path), config, List.of(), weights);
    }

    private static ClipSource ofTorch(Path path, Optional<JsonNode> config) {
        TorchFile file = TorchFile.open(path);
        Map<String, StreamedTensor> tensors =
                new LinkedHashMap<>(file.tensorsOf(STATE_DICT).orElseGet(file::tensors));
        List<String> rest = file.tensorsOf(STATE_DICT).isPresent()
                ? file.entries().stream().filter(e -> !e.equals(STATE_DICT)).toList()
                : List.of();
        // Training on several GPUs wraps the model once more.
        if (!tensors.isEmpty() && tensors.keySet().stream().allMatch(key -> key.startsWith(PARALLEL))) {
            Map<String, StreamedTensor> unwrapped = new LinkedHashMap<>();
            tensors.forEach((key, tensor) -> unwrapped.put(key.substring(PARALLEL.length()), tensor));
            tensors = unwrapped;
        }
        return new ClipSource(path, tensors, file.isScripted(), openClipConfig(path), config, rest, file);
    }

    private static Optional<JsonNode> openClipConfig(Path weights) {
        return json(weights.resolveSibling(OPEN_CLIP)).filter(json -> json.has("model_cfg"));
    }

    private static Optional<JsonNode> json(Path file) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ObjectMapper().readTree(file.toFile()));
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new ConfigException(file + ": cannot be read: " + reason, e);
        }
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
