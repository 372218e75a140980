package io.magma.train.features;

import ai.djl.ndarray.NDArray;
import io.magma.config.ImageEncoderConfig;
import io.magma.image.ImageProcessorConfig;
import io.magma.multimodal.ImageInput;
import io.magma.multimodal.MultimodalModel;
import io.magma.weights.TensorHash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Opens the store that a configuration asks for. */
public final class FeatureStores {
    // Raised whenever the same files and settings would give other features than before.
    private static final int VERSION = 1;
    private static final long GIB = 1L << 30;
    private static final int NAME_LENGTH = 16;

    private FeatureStores() {}

    /**
     * Opens the store of a model's encoder.
     *
     * @param run folder of the run, where the features lie unless the configuration names another
     * @param processes that fill it together
     * @return empty if features are not kept
     */
    public static Optional<FeatureStore> open(
            ImageEncoderConfig config, MultimodalModel model, Path run, int processes) {
        long limit = (long) (config.cacheGib() * GIB);
        return switch (config.cache()) {
            case OFF -> Optional.empty();
            case MEMORY -> Optional.of(new MemoryFeatures(limit));
            case DISK -> {
                Path folder = config.cacheDir().orElse(run.resolve("feature-cache"));
                yield Optional.of(new DiskFeatures(folder.resolve(fingerprint(config, model)), limit / processes));
            }
        };
    }

    /**
     * Names what decides the features of a picture: the encoder's weights and type, which of its features, and how pictures are
     * prepared.
     */
    static String fingerprint(ImageEncoderConfig config, MultimodalModel model) {
        Map<String, NDArray> weights = new TreeMap<>();
        model.frozen().forEach((name, tensor) -> {
            if (name.startsWith("image_encoder.")) {
                weights.put(name, tensor);
            }
        });
        int resolution = model.imageEncoder().orElseThrow().resolution();
        ImageProcessorConfig processor = ImageInput.processor(config, resolution);
        String described = String.join(
                "|",
                String.valueOf(VERSION),
                TensorHash.sha256(weights),
                config.features().name(),
                String.valueOf(config.layer()),
                processor.toString(),
                config.background().orElse(""),
                String.valueOf(config.exifOrientation()));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(described.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, NAME_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
