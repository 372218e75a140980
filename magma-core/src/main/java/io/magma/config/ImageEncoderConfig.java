package io.magma.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The image encoder whose features become the prefix.
 *
 * @param path Hugging Face CLIP folder, a folder whose config.json has model_type clip_resnet or nf_resnet, or repository of
 *     the Hub
 * @param trainable whether its weights are trained
 * @param features output that is used: patches of a vision transformer or grid of an NF-ResNet, or one vector; CLIP's ResNet
 *     always gives its grid
 * @param layer index into the hidden states of a vision transformer for patch features; negative counts from the last
 * @param resolution side of the square input in pixels; absent means that of the encoder's files; at least 1
 * @param weights where its start weights come from
 * @param batchNorm statistics of the batch norms of a ResNet while training
 * @param background colour that transparent pixels are composited on; absent drops the alpha channel, as Pillow does; #rrggbb
 * @param exifOrientation whether images are turned upright by their EXIF orientation
 * @param computeDtype element type in which a trained encoder computes, its weights being float32; a frozen one computes in
 *     the language model's dtype
 * @param cache where the features of a frozen encoder are kept, for pictures that do not change
 * @param cacheDir folder of the kept features; absent means feature-cache in the run's folder
 * @param cacheGib GiB of features that are kept at most, by each process in memory, in all on disk; above 0
 */
public record ImageEncoderConfig(
        @Key(
                value = "Hugging Face CLIP folder, a folder whose config.json has model_type clip_resnet or nf_resnet, "
                        + "or repository of the Hub",
                required = true)
        ModelPath path,

        @Key(value = "Whether its weights are trained", fallback = "false")
        boolean trainable,

        @Key(
                value = "Output that is used: patches of a vision transformer or grid of an NF-ResNet, or one vector; "
                        + "CLIP's ResNet always gives its grid",
                fallback = "patches")
        Features features,

        @Key(
                value =
                        "Index into the hidden states of a vision transformer for patch features; negative counts from the last",
                fallback = "-2")
        int layer,

        @Key(
                value = "Side of the square input in pixels; absent means that of the encoder's files",
                range = "at least 1")
        OptionalInt resolution,

        @Key(value = "Where its start weights come from", fallback = "pretrained")
        WeightsOrigin weights,

        @Key(value = "Statistics of the batch norms of a ResNet while training", fallback = "stored")
        BatchNormMode batchNorm,

        @Key(
                value =
                        "Colour that transparent pixels are composited on; absent drops the alpha channel, as Pillow does",
                range = "#rrggbb")
        Optional<String> background,

        @Key(value = "Whether images are turned upright by their EXIF orientation", fallback = "false")
        boolean exifOrientation,

        @Key(
                value = "Element type in which a trained encoder computes, its weights being float32; "
                        + "a frozen one computes in the language model's dtype",
                fallback = "float32")
        ComputeDtype computeDtype,

        @Key(
                value =
                        "Where the features of a frozen encoder are kept, so that a picture is encoded once and not every epoch; "
                                + "needs training data without augment",
                fallback = "off")
        FeatureCacheMode cache,

        @Key("Folder of the kept features; absent means feature-cache in the run's folder")
        Optional<Path> cacheDir,

        @Key(
                value = "GiB of features that are kept at most, by each process in memory, in all on disk",
                range = "above 0",
                fallback = "8.0")
        double cacheGib) {
    private static final double DEFAULT_CACHE_GIB = 8;

    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    public ImageEncoderConfig {
        new Checks()
                .atLeast(1, "resolution", resolution)
                .require(
                        background.isEmpty() || COLOUR.matcher(background.get()).matches(),
                        "background",
                        () -> "must be a colour like '#ffffff', was '" + background.orElse("") + "'")
                .require(cacheGib > 0, "cache_gib", () -> "must be above 0, was " + cacheGib)
                .requireJointly(
                        !trainable || cache == FeatureCacheMode.OFF,
                        "cache",
                        () -> "is for a frozen encoder; the features of a trainable one change with every step")
                .requireJointly(
                        trainable || computeDtype == ComputeDtype.FLOAT32,
                        "compute_dtype",
                        () -> "is for a trainable encoder; a frozen one computes in model.language_model.dtype")
                .done();
    }

    /** An encoder whose features are not kept. */
    public ImageEncoderConfig(
            ModelPath path,
            boolean trainable,
            Features features,
            int layer,
            OptionalInt resolution,
            WeightsOrigin weights,
            BatchNormMode batchNorm,
            Optional<String> background,
            boolean exifOrientation,
            ComputeDtype computeDtype) {
        this(
                path,
                trainable,
                features,
                layer,
                resolution,
                weights,
                batchNorm,
                background,
                exifOrientation,
                computeDtype,
                FeatureCacheMode.OFF,
                Optional.empty(),
                DEFAULT_CACHE_GIB);
    }

    /** The same encoder in another folder, without what only a training run of this machine needs. */
    public ImageEncoderConfig movedTo(ModelPath folder) {
        return new ImageEncoderConfig(
                folder,
                trainable,
                features,
                layer,
                resolution,
                weights,
                batchNorm,
                background,
                exifOrientation,
                computeDtype);
    }
}
