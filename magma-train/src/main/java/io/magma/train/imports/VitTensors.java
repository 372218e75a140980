package io.magma.train.imports;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Names and shapes of the tensors of a CLIP vision transformer as Hugging Face has them. */
final class VitTensors {
    /** The projection of the pooled embedding, which vision models without a text side may lack. */
    static final String PROJECTION = "visual_projection.weight";

    private VitTensors() {}

    /** All of them, in the order of the layers. */
    static Map<String, Shape> of(VitShape shape) {
        Map<String, Shape> all = new LinkedHashMap<>();
        int d = shape.width();
        long side = shape.resolution() / shape.patch();
        String to = "vision_model.";
        all.put(to + "embeddings.class_embedding", new Shape(d));
        all.put(to + "embeddings.patch_embedding.weight", new Shape(d, 3, shape.patch(), shape.patch()));
        all.put(to + "embeddings.position_embedding.weight", new Shape(side * side + 1, d));
        affine(all, to + "pre_layrnorm", new Shape(d)); // sic: the name in every file
        for (int i = 0; i < shape.layers(); i++) {
            String layer = to + "encoder.layers." + i + ".";
            for (String part : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
                affine(all, layer + "self_attn." + part, new Shape(d, d));
            }
            affine(all, layer + "layer_norm1", new Shape(d));
            affine(all, layer + "mlp.fc1", new Shape(shape.innerSize(), d));
            affine(all, layer + "mlp.fc2", new Shape(d, shape.innerSize()));
            affine(all, layer + "layer_norm2", new Shape(d));
        }
        affine(all, to + "post_layernorm", new Shape(d));
        all.put(PROJECTION, new Shape(shape.projection(), d));
        return all;
    }

    private static void affine(Map<String, Shape> all, String name, Shape weight) {
        all.put(name + ".weight", weight);
        all.put(name + ".bias", new Shape(weight.get(0)));
    }
}
