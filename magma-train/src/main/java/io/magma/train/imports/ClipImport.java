package io.magma.train.imports;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.config.ConfigException;
import io.magma.image.ImageProcessorConfig;
import io.magma.train.checkpoint.StagedFolder;
import io.magma.train.export.OutputFolder;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * Makes an image encoder folder out of a published CLIP model, of which only the image tower is kept: OpenAI's {@code .pt}
 * files, OpenCLIP's weights, Hugging Face's folders.
 */
public final class ClipImport {
    private static final Pattern TEXT_TOWER =
            Pattern.compile("(transformer|token_embedding|ln_final|text|text_model|text_projection)\\..*"
                    + "|positional_embedding|text_projection|logit_scale|logit_bias|attn_mask"
                    + "|(visual\\.)?input_resolution|context_length|vocab_size");
    private static final String OPENAI = "visual.";

    private final ClipSource source;
    private final KeyLedger keys;
    private final Settings settings;
    private final List<ClipPreset> presets;

    /**
     * What the user chooses.
     *
     * @param preset published model that it must be; empty accepts any of them
     * @param activation of a vision transformer, which no tensor tells; empty means that of configuration or preset
     */
    public record Settings(Optional<String> preset, Optional<ClipActivation> activation) {
        /** Whatever the file holds. */
        public static Settings defaults() {
            return new Settings(Optional.empty(), Optional.empty());
        }
    }

    private ClipImport(ClipSource source, Settings settings, List<ClipPreset> presets) {
        this.source = source;
        this.keys = new KeyLedger(source.weights().location(), source.weights().tensors());
        this.settings = settings;
        this.presets = presets;
    }

    /**
     * Imports a model.
     *
     * @param path file or folder
     * @param out is made; must not exist, unless empty
     * @return what became of every tensor
     * @throws ConfigException if {@code out} is taken, the model is not the preset, or its activation is unknown
     * @throws WeightsException if the weights are damaged or do not fit
     */
    public static ImportReport write(Path path, Path out, Settings settings) {
        return write(path, out, settings, ClipPreset.ALL);
    }

    static ImportReport write(Path path, Path out, Settings settings, List<ClipPreset> presets) {
        OutputFolder.requireFree(out);
        settings.preset().ifPresent(name -> ClipPreset.named(name, presets));
        try (ClipSource source = ClipSource.open(path)) {
            ClipImport clip = new ClipImport(source, settings, presets);
            EncoderFiles encoder = clip.encoder();
            clip.dropTextTower();
            clip.keys.requireComplete();
            ImportReport report = ImportReport.of(
                    path,
                    encoder.description(),
                    clip.keys.report(),
                    source.weights().notImported(),
                    List.of());
            StagedFolder.put(out, aside -> {
                encoder.write(aside);
                report.write(aside);
            });
            return report;
        } catch (IOException e) {
            throw new WeightsException(out, "cannot be written: " + e.getMessage(), e);
        }
    }

    private EncoderFiles encoder() {
        if (source.huggingFace().isPresent()) {
            HuggingFaceVit vit = HuggingFaceVit.of(
                    source.weights().location(), source.huggingFace().get());
            requirePreset(vit.shape());
            return vit.take(keys, settings.activation());
        }
        for (String prefix : List.of(OPENAI, "")) {
            if (ResNetKeys.isAt(keys, prefix)) {
                EncoderFiles files = ResNetKeys.take(keys, prefix, OptionalInt.empty(), presets);
                requirePreset(files.config());
                return files;
            }
            if (VitKeys.isAt(keys, prefix)) {
                return vit(prefix);
            }
        }
        throw new WeightsException(
                source.weights().location(),
                "holds no image tower of CLIP: neither visual.layer1.0.conv1.weight nor visual.class_embedding");
    }

    private EncoderFiles vit(String prefix) {
        VitShape found = VitKeys.shape(keys, prefix);
        Optional<ClipPreset.Vit> preset = ClipPreset.vit(found, presets);
        requirePreset(found);
        int heads = source.openClip()
                .map(config -> config.path("model_cfg").path("vision_cfg"))
                .map(vision ->
                        found.width() / Math.max(1, vision.path("head_width").asInt(64)))
                .or(() -> preset.map(p -> p.shape().heads()))
                .orElseThrow(() -> new ConfigException(source.weights().location() + ": " + found.describe()
                        + " is none of the published ones, so the number of its heads is unknown"));
        String name = preset.map(ClipPreset.Vit::name).orElse("ViT");
        return VitKeys.take(
                keys,
                prefix,
                found.withHeads(heads),
                activation(preset).configName(),
                name,
                processor(found.resolution()));
    }

    // No tensor tells the activation, and a wrong one is nowhere noticed, so it must be known.
    private ClipActivation activation(Optional<ClipPreset.Vit> preset) {
        boolean named = settings.preset().isPresent();
        return settings.activation()
                .or(() -> source.openClip()
                        .map(c -> c.path("model_cfg").path("quick_gelu").asBoolean(false)
                                ? ClipActivation.QUICK_GELU
                                : ClipActivation.GELU))
                .or(() -> preset.filter(
                                p -> named || source.weights().scripted() || p.activation() == ClipActivation.GELU)
                        .map(ClipPreset.Vit::activation))
                .orElseThrow(() -> new ConfigException(source.weights().location()
                        + ": OpenAI's weights (quick_gelu) and OpenCLIP's (gelu) have the same names; say --activation, or"
                        + " --preset for OpenAI's"));
    }

    private ImageProcessorConfig processor(int resolution) {
        ImageProcessorConfig clip = ImageProcessorConfig.clip(resolution);
        if (source.openClip().isEmpty()) {
            return clip;
        }
        JsonNode config = source.openClip().get().path("preprocess_cfg");
        String resize = config.path("resize_mode").asText("shortest");
        if (!resize.equals("shortest")) {
            throw new ConfigException(
                    source.weights().location() + ": resize_mode '" + resize + "' is not supported, only shortest");
        }
        return new ImageProcessorConfig(
                resolution,
                ConfigFile.numbers(config.path("mean"), clip.mean()),
                ConfigFile.numbers(config.path("std"), clip.std()));
    }

    private void requirePreset(VitShape found) {
        settings.preset().map(name -> ClipPreset.named(name, presets)).ifPresent(preset -> {
            boolean same = preset instanceof ClipPreset.Vit vit
                    && vit.shape().equals(found.withHeads(vit.shape().heads()));
            require(same, preset, found.describe());
        });
    }

    private void requirePreset(JsonNode resNet) {
        settings.preset().map(name -> ClipPreset.named(name, presets)).ifPresent(preset -> {
            List<Integer> layers = new ArrayList<>();
            resNet.path("layers").forEach(n -> layers.add(n.intValue()));
            int width = resNet.path("width").intValue();
            int resolution = resNet.path("image_size").intValue();
            require(
                    preset.equals(new ClipPreset.ResNet(preset.name(), layers, width, resolution)),
                    preset,
                    "a ResNet of layers " + layers + ", width " + width + ", " + resolution + " pixels");
        });
    }

    private void require(boolean met, ClipPreset preset, String found) {
        if (!met) {
            throw new ConfigException(source.weights().location() + ": is " + found + ", not " + preset.name());
        }
    }

    private void dropTextTower() {
        for (String key : List.copyOf(keys.keys())) {
            if (!keys.isUsed(key) && key.endsWith(".position_ids")) {
                keys.drop(key, KeyFate.BUFFER, "positions 0, 1, 2, …");
            } else if (!keys.isUsed(key) && TEXT_TOWER.matcher(key).matches()) {
                keys.drop(key, KeyFate.UNUSED, "not of the image tower");
            }
        }
    }
}
