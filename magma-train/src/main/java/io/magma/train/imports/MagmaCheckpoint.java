package io.magma.train.imports;

import io.magma.config.AdapterConfig;
import io.magma.config.BatchNormMode;
import io.magma.config.ComputeDtype;
import io.magma.config.Features;
import io.magma.config.FreezeConfig;
import io.magma.config.FrozenDtype;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.ImagePrefixConfig;
import io.magma.config.LanguageModelConfig;
import io.magma.config.ModelConfig;
import io.magma.config.ModelPath;
import io.magma.config.PrefixType;
import io.magma.config.WeightsOrigin;
import io.magma.image.ImageProcessorConfig;
import io.magma.weights.StreamedTensor;
import io.magma.weights.WeightsException;
import io.magma.weights.torchfile.TorchFile;
import io.magma.weights.torchfile.TorchTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A checkpoint of the reference implementation, every tensor of which has found its place.
 *
 * @param file the file
 * @param languageModel language model and adapters
 * @param encoder image encoder; empty if the checkpoint has none
 * @param prefixTensors tensors of the image prefix under this framework's names
 * @param prefix the image prefix
 * @param keys what became of every tensor
 * @param notImported other values of the file
 */
record MagmaCheckpoint(
        Path file,
        LanguageModelKeys languageModel,
        Optional<EncoderFiles> encoder,
        Map<String, StreamedTensor> prefixTensors,
        ImagePrefixConfig prefix,
        List<KeyReport> keys,
        List<String> notImported) {
    private static final String MODULE = "module";
    private static final String PREFIX = "image_prefix.";
    private static final String ENCODER = PREFIX + "enc.";
    // The reference leaves the classifier out of timm's modules and keeps the rest as a sequence.
    private static final NfResNetKeys.Names NF_RESNET = new NfResNetKeys.Names(ENCODER + "0.0.", ENCODER + "0.1.");
    private static final int NF_RESNET_SIDE = 256;

    /**
     * Matches the tensors of a file, and compares second names with the tensors they stand for.
     *
     * @param imageSize side of the encoder's input in pixels, if the user says it
     * @throws WeightsException listing every tensor that is missing, unexpected, misshaped or not equal to its other name
     */
    static MagmaCheckpoint read(TorchFile file, OptionalInt imageSize) throws IOException {
        if (file.isScripted()) {
            throw new WeightsException(
                    file.path(), "is a TorchScript archive, not a checkpoint; CLIP's are read by magma import clip");
        }
        Optional<Map<String, TorchTensor>> module = file.tensorsOf(MODULE);
        Map<String, String> others = module.isPresent() ? file.otherValuesOf(MODULE) : file.otherValues();
        if (!others.isEmpty()) {
            throw new WeightsException(
                    file.path(), "holds " + String.join(", ", others.keySet()) + " among its weights, no tensors");
        }
        KeyLedger keys = new KeyLedger(file.path(), module.orElseGet(file::tensors));
        LanguageModelKeys languageModel = LanguageModelKeys.take(keys);
        Optional<EncoderFiles> encoder = encoder(keys, imageSize);
        Map<String, StreamedTensor> prefixTensors = new LinkedHashMap<>();
        ImagePrefixConfig prefix = encoder.isPresent()
                ? prefix(keys, languageModel.shape().hiddenSize(), prefixTensors)
                : ImagePrefixConfig.DEFAULTS;
        AliasKeys.drop(keys);
        keys.requireComplete();
        return new MagmaCheckpoint(
                file.path(), languageModel, encoder, prefixTensors, prefix, keys.report(), notImported(file, module));
    }

    private static Optional<EncoderFiles> encoder(KeyLedger keys, OptionalInt imageSize) {
        if (ResNetKeys.isAt(keys, ENCODER)) {
            return Optional.of(ResNetKeys.take(keys, ENCODER, imageSize, ClipPreset.ALL));
        }
        if (VitKeys.isAt(keys, ENCODER)) {
            VitShape shape = VitKeys.shape(keys, ENCODER);
            String name =
                    ClipPreset.vit(shape, ClipPreset.ALL).map(ClipPreset::name).orElse("ViT");
            return Optional.of(VitKeys.take(
                    keys,
                    ENCODER,
                    shape,
                    ClipActivation.QUICK_GELU.configName(),
                    name,
                    ImageProcessorConfig.clip(shape.resolution())));
        }
        if (NfResNetKeys.isAt(keys, NF_RESNET)) {
            ImageProcessorConfig processor = ImageProcessorConfig.unnormalised(imageSize.orElse(NF_RESNET_SIDE));
            return Optional.of(NfResNetKeys.take(keys, NF_RESNET, processor));
        }
        return Optional.empty();
    }

    // Grid features have a projection to D; pooled ones to D for each of their tokens.
    private static ImagePrefixConfig prefix(KeyLedger keys, int hiddenSize, Map<String, StreamedTensor> tensors) {
        String weight = PREFIX + "proj.weight";
        boolean norm = keys.has(PREFIX + "ln.weight");
        int tokens = Math.max(1, keys.size(weight, 0) / hiddenSize);
        long rows = (long) tokens * hiddenSize;
        put(keys, weight, "image_prefix.proj.weight", tensors, rows, keys.size(weight, 1));
        put(keys, PREFIX + "proj.bias", "image_prefix.proj.bias", tensors, rows);
        if (norm) {
            put(keys, PREFIX + "ln.weight", "image_prefix.norm.weight", tensors, hiddenSize);
            put(keys, PREFIX + "ln.bias", "image_prefix.norm.bias", tensors, hiddenSize);
        }
        return new ImagePrefixConfig(PrefixType.LINEAR, 0, norm, tokens);
    }

    private static void put(
            KeyLedger keys, String key, String target, Map<String, StreamedTensor> tensors, long... shape) {
        tensors.put(target, keys.take(key, KeyFate.TRAINED, target, shape));
    }

    private static List<String> notImported(TorchFile file, Optional<Map<String, TorchTensor>> module) {
        List<String> names = new ArrayList<>();
        if (module.isPresent()) {
            file.entries().stream().filter(entry -> !entry.equals(MODULE)).forEach(names::add);
        }
        names.addAll(file.passedOver());
        names.add("optimizer state");
        return names;
    }

    /** The report. */
    ImportReport report(List<String> notes) {
        GptJShape shape = languageModel.shape();
        String lm = "GPT-J of " + shape.layers() + " layers and hidden size " + shape.hiddenSize();
        String adapters = describe("mlp", languageModel.adapters().mlp())
                + describe("attention", languageModel.adapters().attention());
        String vision = encoder.map(e -> ", " + e.description()).orElse("");
        return ImportReport.of(file, lm + adapters + vision, keys, notImported, notes);
    }

    private static String describe(String place, Optional<AdapterConfig> adapter) {
        return adapter.map(a -> ", " + place + " adapters (" + a.type().name().toLowerCase(Locale.ROOT) + ", factor "
                        + a.downsampleFactor() + (a.layerNorm() ? ", layer norm)" : ")"))
                .orElse("");
    }

    /** The configuration of the written folder. */
    ModelConfig config(Path languageModelFolder, Path encoderFolder, FrozenDtype dtype) {
        Optional<ImageEncoderConfig> vision = encoder.map(e -> new ImageEncoderConfig(
                ModelPath.of(encoderFolder),
                true,
                e.config().path("model_type").asText().equals("clip_resnet") ? Features.PATCHES : Features.POOLED,
                -2,
                OptionalInt.empty(),
                WeightsOrigin.PRETRAINED,
                BatchNormMode.STORED,
                Optional.empty(),
                false,
                ComputeDtype.FLOAT32));
        return new ModelConfig(
                new LanguageModelConfig(ModelPath.of(languageModelFolder), dtype, WeightsOrigin.PRETRAINED),
                vision,
                prefix,
                languageModel.adapters(),
                Optional.empty(),
                new FreezeConfig(true),
                Optional.empty());
    }
}
