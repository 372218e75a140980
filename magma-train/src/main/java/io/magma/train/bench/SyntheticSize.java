package io.magma.train.bench;

/** Shapes of synthetic models: GPT-2 with a CLIP vision transformer. */
public enum SyntheticSize {
    /** Hidden size 32, for trying the benchmark itself. */
    TINY(32, 2, 4, 384, 24, 3, 4, 16, 64),
    /** Hidden size 256. */
    SMALL(256, 4, 8, 2048, 128, 6, 2, 16, 96),
    /** GPT-2's smallest and ViT-B/32: 12 layers of 768, vocabulary 50,257, pictures of 224 pixels. */
    BASE(768, 12, 12, 50257, 768, 12, 12, 32, 224);

    final int hidden;
    final int layers;
    final int heads;
    final int vocabulary;
    final int visionHidden;
    final int visionLayers;
    final int visionHeads;
    final int patch;
    final int resolution;

    SyntheticSize(
            int hidden,
            int layers,
            int heads,
            int vocabulary,
            int visionHidden,
            int visionLayers,
            int visionHeads,
            int patch,
            int resolution) {
        this.hidden = hidden;
        this.layers = layers;
        this.heads = heads;
        this.vocabulary = vocabulary;
        this.visionHidden = visionHidden;
        this.visionLayers = visionLayers;
        this.visionHeads = visionHeads;
        this.patch = patch;
        this.resolution = resolution;
    }

    String languageModel(int endOfText) {
        return """
                {"model_type": "gpt2", "n_embd": %d, "n_layer": %d, "n_head": %d, "vocab_size": %d, "n_positions": 512,
                 "layer_norm_epsilon": 1e-5, "activation_function": "gelu_new", "eos_token_id": %d}
                """.formatted(hidden, layers, heads, vocabulary, endOfText);
    }

    String imageEncoder() {
        return """
                {"model_type": "clip", "projection_dim": %d, "vision_config": {"model_type": "clip_vision_model",
                 "hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d, "num_attention_heads": %d,
                 "patch_size": %d, "image_size": %d, "hidden_act": "quick_gelu", "layer_norm_eps": 1e-5}}
                """.formatted(
                        Math.max(16, visionHidden / 2),
                        visionHidden,
                        4 * visionHidden,
                        visionLayers,
                        visionHeads,
                        patch,
                        resolution);
    }
}
