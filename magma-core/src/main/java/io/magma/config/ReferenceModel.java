package io.magma.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The model of a configuration of the reference implementation. */
final class ReferenceModel {
    private static final Map<String, String> ADAPTER_TYPES = Map.of(
            "normal", "sequential",
            "parallel", "parallel",
            "scaled_parallel", "scaled_parallel");
    private static final List<String> PLACES = List.of("mlp", "attention");
    private static final String ADAPTERS = "adapter_config";

    private final ReferenceFile file;
    private final ReferenceImport.Options options;

    ReferenceModel(ReferenceFile file, ReferenceImport.Options options) {
        this.file = file;
        this.options = options;
    }

    Map<String, Object> model() {
        Map<String, Object> model = new LinkedHashMap<>();
        Map<String, Object> languageModel = new LinkedHashMap<>();
        languageModel.put("path", options.languageModel());
        languageModel.put("dtype", "bfloat16");
        file.ignored(
                "lm_name",
                "the reference always builds GPT-J 6B; model.language_model.path: " + options.languageModel());
        file.ignored("tokenizer_name", "a tokenizer lies in the folder of its language model");
        boolean frozen = file.flag("freeze_lm", true);
        file.mapped(
                "freeze_lm",
                "model.freeze.language_model: " + frozen + (frozen ? ", which the released code fails to do" : ""));
        if (!frozen) {
            languageModel.put("dtype", "float32");
        }
        model.put("language_model", languageModel);
        String name = file.text("encoder_name", "clip");
        Optional<ReferenceEncoder> encoder = ReferenceEncoder.named(name);
        if (encoder.isPresent()) {
            model.put("image_encoder", imageEncoder(encoder.get()));
            model.put("image_prefix", imagePrefix(encoder.get()));
        } else {
            file.refused(
                    "encoder_name", "must be one of " + String.join(", ", Names.constants(ReferenceEncoder.class)));
            file.ignored("image_seq_len", "the encoder is not known");
        }
        Map<String, Object> adapters = adapters();
        if (!adapters.isEmpty()) {
            model.put("adapters", adapters);
        }
        if (!frozen) {
            model.put("freeze", Map.of("language_model", false));
        }
        return model;
    }

    private Map<String, Object> imageEncoder(ReferenceEncoder encoder) {
        Map<String, Object> section = new LinkedHashMap<>();
        String path = options.imageEncoder().isEmpty() ? "models/" + encoder.folder() : options.imageEncoder();
        section.put("path", path);
        file.mapped("encoder_name", "model.image_encoder.path: " + path);
        boolean frozen = file.flag("freeze_img_encoder", true);
        section.put("trainable", !frozen);
        file.mapped("freeze_img_encoder", "model.image_encoder.trainable: " + !frozen);
        if (encoder.pooled()) {
            section.put("features", "pooled");
        }
        if (encoder.batchNorms() && options.exact() && !frozen) {
            section.put("batch_norm", "batch");
        }
        if (encoder.clip()) {
            file.ignored("image_size", "CLIP's encoders have a resolution of their own");
            file.ignored("pretrained_img_encoder", "CLIP's encoders are always pretrained");
        } else {
            int size = file.whole("image_size", 256);
            section.put("resolution", size);
            file.mapped("image_size", "model.image_encoder.resolution: " + size);
            String weights = file.flag("pretrained_img_encoder", false) ? "pretrained" : "random";
            section.put("weights", weights);
            file.mapped("pretrained_img_encoder", "model.image_encoder.weights: " + weights);
        }
        return section;
    }

    private Map<String, Object> imagePrefix(ReferenceEncoder encoder) {
        Map<String, Object> section = new LinkedHashMap<>();
        section.put("type", "linear");
        double dropout = file.decimal("image_embed_dropout_prob", 0);
        section.put("dropout", dropout);
        file.mapped("image_embed_dropout_prob", "model.image_prefix.dropout: " + dropout);
        boolean norm = file.flag("use_image_embed_layernorm", false);
        section.put("layer_norm", norm);
        file.mapped("use_image_embed_layernorm", "model.image_prefix.layer_norm: " + norm);
        if (encoder.pooled()) {
            int tokens = file.whole("image_seq_len", 2);
            section.put("tokens", tokens);
            file.mapped("image_seq_len", "model.image_prefix.tokens: " + tokens);
        } else {
            file.ignored("image_seq_len", "a ResNet's grid has as many tokens as it has cells");
        }
        return section;
    }

    private Map<String, Object> adapters() {
        Map<String, Object> adapters = new LinkedHashMap<>();
        Map<String, Node> written = file.mapping(ADAPTERS);
        boolean sound = true;
        for (Map.Entry<String, Node> place : written.entrySet()) {
            if (!PLACES.contains(place.getKey()) || !(place.getValue() instanceof Node.Mapping settings)) {
                file.refused(
                        ADAPTERS, "has adapters for " + place.getKey() + ", the reference for mlp and attention only");
                sound = false;
                continue;
            }
            Optional<Map<String, Object>> adapter = adapter(place.getKey(), settings.entries());
            adapter.ifPresent(a -> adapters.put(place.getKey(), a));
            sound &= adapter.isPresent();
        }
        if (sound) {
            file.mapped(ADAPTERS, adapters.isEmpty() ? "no model.adapters" : "model.adapters: " + adapters);
        }
        return adapters;
    }

    private Optional<Map<String, Object>> adapter(String place, Map<String, Node> settings) {
        Map<String, Object> adapter = new LinkedHashMap<>();
        String type = text(settings, "adapter_type", "");
        Optional<String> ours = Optional.ofNullable(ADAPTER_TYPES.get(type));
        if (ours.isEmpty()) {
            file.refused(
                    ADAPTERS, place + ": adapter_type must be normal, parallel or scaled_parallel, was '" + type + "'");
            return Optional.empty();
        }
        for (String key : settings.keySet()) {
            if (!List.of("adapter_type", "downsample_factor", "add_layernorm").contains(key)) {
                file.refused(ADAPTERS, place + ": cannot repeat " + key);
                return Optional.empty();
            }
        }
        String factor = text(settings, "downsample_factor", "4");
        String norm = text(settings, "add_layernorm", "false");
        if (!factor.matches("[1-9]\\d{0,8}") || !List.of("true", "false").contains(norm)) {
            file.refused(
                    ADAPTERS,
                    place + ": downsample_factor must be a whole number and add_layernorm true or false, were " + factor
                            + " and " + norm);
            return Optional.empty();
        }
        adapter.put("type", ours.get());
        adapter.put("downsample_factor", Integer.valueOf(factor));
        adapter.put("layer_norm", Boolean.valueOf(norm));
        return Optional.of(adapter);
    }

    private static String text(Map<String, Node> settings, String key, String fallback) {
        return settings.get(key) instanceof Node.Scalar scalar ? scalar.text() : fallback;
    }
}
