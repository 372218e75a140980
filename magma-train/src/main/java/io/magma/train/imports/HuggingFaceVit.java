package io.magma.train.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.config.ConfigException;
import io.magma.image.ImageProcessorConfig;
import io.magma.nn.Activation;
import io.magma.weights.StreamedTensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The image tower of a Hugging Face CLIP folder; its names stay as they are.
 *
 * @param folder the folder
 * @param shape its sizes
 * @param activation its activation, as {@code config.json} calls it
 * @param normEps epsilon of its norms
 */
record HuggingFaceVit(Path folder, VitShape shape, String activation, double normEps) {
    /**
     * Reads {@code config.json}.
     *
     * @param location the folder, or the weights in it
     * @throws ConfigException if a size is missing
     */
    static HuggingFaceVit of(Path location, JsonNode config) {
        Path folder = Files.isDirectory(location)
                ? location
                : location.toAbsolutePath().getParent();
        if (folder == null) {
            throw new ConfigException(location + ": has no folder");
        }
        JsonNode vision = config.has("vision_config") ? config.path("vision_config") : config;
        VitShape shape = new VitShape(
                size(folder, vision, "hidden_size"),
                size(folder, vision, "num_hidden_layers"),
                size(folder, vision, "num_attention_heads"),
                size(folder, vision, "intermediate_size"),
                size(folder, vision, "patch_size"),
                size(folder, vision, "image_size"),
                config.path("projection_dim")
                        .asInt(vision.path("projection_dim").asInt(512)));
        return new HuggingFaceVit(
                folder,
                shape,
                vision.path("hidden_act").asText("quick_gelu"),
                vision.path("layer_norm_eps").asDouble(1e-5));
    }

    private static int size(Path folder, JsonNode json, String key) {
        if (!json.path(key).isInt() || json.path(key).intValue() < 1) {
            throw new ConfigException(
                    folder.resolve("config.json") + ": " + key + " must be a whole number, was " + json.path(key));
        }
        return json.path(key).intValue();
    }

    /** Takes the tensors that these sizes ask for. */
    EncoderFiles take(KeyLedger keys, Optional<ClipActivation> chosen) {
        String function = chosen.map(ClipActivation::configName).orElse(activation);
        if (Activation.named(function).isEmpty()) {
            throw new ConfigException(folder + ": unknown hidden_act '" + function + "'");
        }
        Map<String, StreamedTensor> tensors = new LinkedHashMap<>();
        VitTensors.of(shape).forEach((name, size) -> {
            boolean optional = name.equals(VitTensors.PROJECTION);
            if (!optional || keys.has(name)) {
                tensors.put(name, keys.take(name, KeyFate.ENCODER, name, size.getShape()));
            }
        });
        Path processor = folder.resolve(ImageProcessorConfig.FILE_NAME);
        ImageProcessorConfig of = Files.exists(processor)
                ? ImageProcessorConfig.read(processor)
                : ImageProcessorConfig.clip(shape.resolution());
        String name =
                ClipPreset.vit(shape, ClipPreset.ALL).map(ClipPreset::name).orElse("ViT");
        return new EncoderFiles(
                VitKeys.description(name, shape, function),
                VitKeys.config(shape, function, normEps),
                tensors,
                new ImageProcessorConfig(shape.resolution(), of.mean(), of.std()));
    }
}
