package io.magma.train.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.magma.config.ConfigException;
import io.magma.image.ImageProcessorConfig;
import io.magma.train.checkpoint.StagedFolder;
import io.magma.train.export.OutputFolder;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes an image encoder folder out of an NF-ResNet of timm, without its classifier: a state dict as {@code .pth} or
 * safetensors, or a folder of the Hub with its {@code config.json}.
 */
public final class TimmImport {
    private static final String CONFIG = "config.json";
    private static final NfResNetKeys.Names NAMES = NfResNetKeys.Names.TIMM;

    private final Path location;
    private final KeyLedger keys;
    private final JsonNode config;
    private final Settings settings;

    /**
     * What the user chooses.
     *
     * @param preset published model that it must be; empty accepts any NF-ResNet
     * @param imageSize side of the input in pixels; empty means that of the configuration or of the published model
     */
    public record Settings(Optional<NfResNetPreset> preset, OptionalInt imageSize) {
        /** Whatever the file holds. */
        public static Settings defaults() {
            return new Settings(Optional.empty(), OptionalInt.empty());
        }
    }

    private TimmImport(TensorFile weights, JsonNode config, Settings settings) {
        this.location = weights.location();
        this.keys = new KeyLedger(location, weights.tensors());
        this.config = config;
        this.settings = settings;
    }

    /**
     * Imports a model.
     *
     * @param path file or folder
     * @param out is made; must not exist, unless empty
     * @return what became of every tensor
     * @throws ConfigException if {@code out} is taken, the model is not the preset, or its resolution is unknown
     * @throws WeightsException if the weights are damaged or not those of an NF-ResNet
     */
    public static ImportReport write(Path path, Path out, Settings settings) {
        OutputFolder.requireFree(out);
        if (!Files.exists(path)) {
            throw new ConfigException(path + ": no such file or folder");
        }
        Path file = weights(path);
        JsonNode config = ConfigFile.read(file.resolveSibling(CONFIG))
                .map(json -> json.path("pretrained_cfg"))
                .orElseGet(MissingNode::getInstance);
        try (TensorFile weights = TensorFile.open(file)) {
            TimmImport timm = new TimmImport(weights, config, settings);
            EncoderFiles encoder = timm.encoder();
            ImportReport report = ImportReport.of(
                    path, encoder.description(), timm.keys.report(), weights.notImported(), timm.notes());
            StagedFolder.put(out, aside -> {
                encoder.write(aside);
                report.write(aside);
            });
            return report;
        } catch (IOException e) {
            throw new WeightsException(out, "cannot be written: " + e.getMessage(), e);
        }
    }

    private static Path weights(Path path) {
        if (!Files.isDirectory(path)) {
            return path;
        }
        for (String name : List.of("model.safetensors", "pytorch_model.bin")) {
            if (Files.exists(path.resolve(name))) {
                return path.resolve(name);
            }
        }
        throw new ConfigException(path + ": holds no model of timm: neither model.safetensors nor pytorch_model.bin");
    }

    private EncoderFiles encoder() {
        if (!NfResNetKeys.isAt(keys, NAMES)) {
            throw new WeightsException(
                    location, "holds no NF-ResNet of timm: it has no stem.conv.gain or no stages.0.0.conv1.gain");
        }
        List<Integer> layers = NfResNetKeys.layers(keys, NAMES);
        int width = keys.size(NAMES.stem() + "conv.weight", 0);
        Optional<NfResNetPreset> found = NfResNetPreset.of(layers, width);
        if (settings.preset().isPresent() && !settings.preset().equals(found)) {
            throw new ConfigException(location + ": is an NF-ResNet of layers " + layers + " and width " + width
                    + ", not " + settings.preset().get());
        }
        int resolution = settings.imageSize()
                .orElseGet(() -> resolution(found)
                        .orElseThrow(() -> new ConfigException(location + ": an NF-ResNet of layers " + layers
                                + " and width " + width + " is none of the published ones; say --image-size")));
        EncoderFiles encoder = NfResNetKeys.take(keys, NAMES, processor(resolution));
        for (String key : List.copyOf(keys.keys())) {
            if (key.startsWith("head.fc.")) {
                keys.drop(key, KeyFate.UNUSED, "classifier");
            }
        }
        keys.requireComplete();
        return encoder;
    }

    // input_size is channels, height and width.
    private Optional<Integer> resolution(Optional<NfResNetPreset> found) {
        JsonNode size = config.path("input_size").path(2);
        return size.isInt() ? Optional.of(size.intValue()) : found.map(NfResNetPreset::resolution);
    }

    private ImageProcessorConfig processor(int resolution) {
        String interpolation = config.path("interpolation").asText("bicubic");
        if (!interpolation.equals("bicubic")) {
            throw new ConfigException(
                    location + ": interpolation '" + interpolation + "' is not supported, only bicubic");
        }
        ImageProcessorConfig usual = ImageProcessorConfig.imageNet(resolution);
        return new ImageProcessorConfig(
                resolution,
                ConfigFile.numbers(config.path("mean"), usual.mean()),
                ConfigFile.numbers(config.path("std"), usual.std()));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        double crop = config.path("crop_pct").asDouble(1);
        if (crop != 1) {
            notes.add("timm takes the middle " + crop + " of a picture's short side, here the whole of it is seen");
        }
        return notes;
    }
}
