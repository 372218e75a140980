package io.magma.vision;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.nn.Activation;
import io.magma.weights.WeightFiles;
import io.magma.weights.WeightSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A folder that holds an image encoder: a Hugging Face CLIP model, a CLIP ResNet under OpenAI's names or an NF-ResNet under
 * timm's. The latter two have a {@code config.json} of {@code {"model_type": "clip_resnet" | "nf_resnet", "layers": […],
 * "width": …, "image_size": …}}.
 */
public final class ImageEncoderFolder {
    private final Path folder;
    private final JsonNode config;
    private final EncoderKind kind;

    private ImageEncoderFolder(Path folder, JsonNode config, EncoderKind kind) {
        this.folder = folder;
        this.config = config;
        this.kind = kind;
    }

    /**
     * Reads {@code config.json}.
     *
     * @throws ImageEncoderException if it is missing, broken or of an unknown kind
     */
    public static ImageEncoderFolder open(Path folder) {
        Path file = folder.resolve("config.json");
        if (!Files.isRegularFile(file)) {
            throw new ImageEncoderException(folder + ": no config.json, not an image encoder folder");
        }
        JsonNode root;
        try {
            root = new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new ImageEncoderException(
                    file + ": cannot be read: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
        String type = root.path("model_type").asText("");
        return switch (type) {
            case "clip_resnet" -> new ImageEncoderFolder(folder, root, EncoderKind.CLIP_RESNET);
            case "nf_resnet" -> new ImageEncoderFolder(folder, root, EncoderKind.NF_RESNET);
            case "clip_vision_model" -> new ImageEncoderFolder(folder, root, EncoderKind.CLIP_VIT);
            case "clip" -> new ImageEncoderFolder(folder, visionPart(root), EncoderKind.CLIP_VIT);
            default ->
                throw new ImageEncoderException(file + ": unknown model_type '" + type
                        + "', supported: clip_resnet, nf_resnet, clip_vision_model," + " clip");
        };
    }

    // In a file of both towers the size of the projections stands outside of them.
    private static JsonNode visionPart(JsonNode both) {
        JsonNode vision = both.path("vision_config").deepCopy();
        if (vision instanceof ObjectNode object && both.has("projection_dim")) {
            object.set("projection_dim", both.get("projection_dim"));
        }
        return vision;
    }

    /** The folder. */
    public Path path() {
        return folder;
    }

    /** What it holds. */
    public EncoderKind kind() {
        return kind;
    }

    /**
     * Builds a CLIP ResNet.
     *
     * @param trained convolutions and affine parts of the norms
     * @param statistics running statistics of the norms
     * @param resolution side of the input in pixels; empty means the folder's
     * @param mode switch of the norms between stored and batch statistics
     */
    public ImageEncoder buildResNet(
            WeightSource trained, WeightSource statistics, OptionalInt resolution, BatchStatistics mode) {
        return new ClipResNet(new ResNetWeights(trained, statistics, mode), resNetShape(resolution));
    }

    /**
     * Builds an NF-ResNet.
     *
     * @param trained whether the weights change; those of a frozen one are standardised once
     * @param resolution side of the input in pixels; empty means the folder's
     * @param pooled whether to give the mean of the grid instead of the grid
     */
    public ImageEncoder buildNfResNet(WeightSource weights, boolean trained, OptionalInt resolution, boolean pooled) {
        return new NfResNet(new NormFreeWeights(weights, trained), resNetShape(resolution), pooled);
    }

    private ResNetConfig resNetShape(OptionalInt resolution) {
        List<Integer> layers = new ArrayList<>();
        config.path("layers").forEach(n -> layers.add(n.intValue()));
        return new ResNetConfig(
                layers, integer("width"), resolution.isPresent() ? resolution.getAsInt() : integer("image_size"));
    }

    /**
     * Builds a vision transformer.
     *
     * @param resolution side of the input in pixels; empty means the folder's
     * @param pooled whether to give the pooled embedding instead of patches
     * @param layer which hidden state gives the patches
     */
    public ImageEncoder buildVit(WeightSource weights, OptionalInt resolution, boolean pooled, int layer) {
        int trained = integer("image_size");
        int hidden = integer("hidden_size");
        String activation = config.path("hidden_act").asText("quick_gelu");
        ClipVitConfig shape = new ClipVitConfig(
                hidden,
                integer("intermediate_size"),
                integer("num_hidden_layers"),
                integer("num_attention_heads"),
                integer("patch_size"),
                trained,
                resolution.orElse(trained),
                config.path("projection_dim").asInt(512),
                Activation.named(activation)
                        .orElseThrow(
                                () -> new ImageEncoderException(folder + ": unknown hidden_act '" + activation + "'")),
                config.path("layer_norm_eps").asDouble(1e-5));
        return new ClipVit(weights, shape, pooled, layer);
    }

    /** What stands before the encoder's names: {@code visual.} in OpenAI's files of both towers, else nothing. */
    public static String namePrefix(WeightFiles files) {
        return files.has("visual.conv1.weight") ? "visual." : "";
    }

    /** Whether a tensor that was not taken belongs to a part that is not used: text tower, attention pool, classifier, counters. */
    public boolean ignores(String name) {
        return name.startsWith("text_model.")
                || name.startsWith("text_projection")
                || name.startsWith("visual_projection")
                || name.startsWith("transformer.")
                || name.startsWith("token_embedding")
                || name.startsWith("ln_final")
                || name.startsWith("head.fc.")
                || name.equals("positional_embedding")
                || name.equals("logit_scale")
                || name.endsWith(".position_ids")
                || name.endsWith("num_batches_tracked")
                || name.contains("attnpool.");
    }

    private int integer(String key) {
        JsonNode n = config.path(key);
        if (!n.isIntegralNumber()) {
            throw new ImageEncoderException(
                    folder.resolve("config.json") + ": " + key + " must be a whole number, was " + n);
        }
        return n.intValue();
    }
}
