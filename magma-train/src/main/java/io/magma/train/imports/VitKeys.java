package io.magma.train.imports;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.image.ImageProcessorConfig;
import io.magma.weights.StreamedTensor;
import io.magma.weights.WeightsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** CLIP's vision transformer under OpenAI's names, which OpenCLIP uses too; they become Hugging Face's. */
final class VitKeys {
    private static final double NORM_EPS = 1e-5;

    private final KeyLedger keys;
    private final String prefix;
    private final Map<String, StreamedTensor> tensors = new LinkedHashMap<>();

    private VitKeys(KeyLedger keys, String prefix) {
        this.keys = keys;
        this.prefix = prefix;
    }

    /** Whether such an encoder lies below {@code prefix}. */
    static boolean isAt(KeyLedger keys, String prefix) {
        return keys.has(prefix + "class_embedding");
    }

    /**
     * Reads the sizes off the tensors.
     *
     * @return the sizes with OpenAI's number of heads, which have 64 dimensions each
     */
    static VitShape shape(KeyLedger keys, String prefix) {
        String blocks = prefix + "transformer.resblocks.";
        int layers = 0;
        while (keys.has(blocks + layers + ".ln_1.weight")) {
            layers++;
        }
        int width = keys.size(prefix + "conv1.weight", 0);
        int patch = keys.size(prefix + "conv1.weight", 2);
        int patches = keys.size(prefix + "positional_embedding", 0) - 1;
        int side = (int) Math.round(Math.sqrt(patches));
        if (patches < 1 || side * side != patches) {
            throw new WeightsException(
                    keys.file(), prefix + "positional_embedding is not for a class token and a square of patches");
        }
        return new VitShape(
                width,
                layers,
                Math.max(1, width / 64),
                keys.size(blocks + "0.mlp.c_fc.weight", 0),
                patch,
                side * patch,
                keys.size(prefix + "proj", 1));
    }

    /**
     * Takes everything below {@code prefix}.
     *
     * @param activation as a Hugging Face {@code config.json} calls it
     * @param name name of the model, for the report
     */
    static EncoderFiles take(
            KeyLedger keys,
            String prefix,
            VitShape shape,
            String activation,
            String name,
            ImageProcessorConfig processor) {
        VitKeys vit = new VitKeys(keys, prefix);
        vit.takeAll(shape);
        return new EncoderFiles(
                description(name, shape, activation), config(shape, activation, NORM_EPS), vit.tensors, processor);
    }

    /** A transformer in a few words. */
    static String description(String name, VitShape shape, String activation) {
        return "CLIP " + name + ", " + shape.resolution() + " pixels, " + activation;
    }

    /** A Hugging Face {@code config.json}. */
    static ObjectNode config(VitShape shape, String activation, double normEps) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("model_type", "clip_vision_model");
        config.putArray("architectures").add("CLIPVisionModelWithProjection");
        config.put("hidden_act", activation);
        config.put("hidden_size", shape.width());
        config.put("image_size", shape.resolution());
        config.put("intermediate_size", shape.innerSize());
        config.put("layer_norm_eps", normEps);
        config.put("num_attention_heads", shape.heads());
        config.put("num_channels", 3);
        config.put("num_hidden_layers", shape.layers());
        config.put("patch_size", shape.patch());
        config.put("projection_dim", shape.projection());
        return config;
    }

    private void takeAll(VitShape shape) {
        int d = shape.width();
        long positions = (long) (shape.resolution() / shape.patch()) * (shape.resolution() / shape.patch()) + 1;
        String to = "vision_model.";
        take("class_embedding", to + "embeddings.class_embedding", d);
        take("conv1.weight", to + "embeddings.patch_embedding.weight", d, 3, shape.patch(), shape.patch());
        take("positional_embedding", to + "embeddings.position_embedding.weight", positions, d);
        norm("ln_pre", to + "pre_layrnorm", d); // sic
        for (int i = 0; i < shape.layers(); i++) {
            block("transformer.resblocks." + i + ".", to + "encoder.layers." + i + ".", shape);
        }
        norm("ln_post", to + "post_layernorm", d);
        String projection = VitTensors.PROJECTION;
        tensors.put(
                projection,
                new TransposedTensor(keys.take(prefix + "proj", KeyFate.ENCODER, projection, d, shape.projection())));
    }

    private void block(String from, String to, VitShape shape) {
        int d = shape.width();
        norm(from + "ln_1", to + "layer_norm1", d);
        String heads = to + "self_attn.{q,k,v}_proj.";
        StreamedTensor weight =
                keys.take(prefix + from + "attn.in_proj_weight", KeyFate.ENCODER, heads + "weight", 3L * d, d);
        StreamedTensor bias = keys.take(prefix + from + "attn.in_proj_bias", KeyFate.ENCODER, heads + "bias", 3L * d);
        List<String> parts = List.of("q", "k", "v");
        for (int i = 0; i < parts.size(); i++) {
            String name = to + "self_attn." + parts.get(i) + "_proj.";
            tensors.put(name + "weight", new RowRange(weight, (long) i * d, d));
            tensors.put(name + "bias", new RowRange(bias, (long) i * d, d));
        }
        linear(from + "attn.out_proj", to + "self_attn.out_proj", d, d);
        norm(from + "ln_2", to + "layer_norm2", d);
        linear(from + "mlp.c_fc", to + "mlp.fc1", shape.innerSize(), d);
        linear(from + "mlp.c_proj", to + "mlp.fc2", d, shape.innerSize());
    }

    private void linear(String from, String to, int out, int in) {
        take(from + ".weight", to + ".weight", out, in);
        take(from + ".bias", to + ".bias", out);
    }

    private void norm(String from, String to, int size) {
        take(from + ".weight", to + ".weight", size);
        take(from + ".bias", to + ".bias", size);
    }

    private void take(String from, String to, long... shape) {
        tensors.put(to, keys.take(prefix + from, KeyFate.ENCODER, to, shape));
    }
}
