package io.magma.config;

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
        ComputeDtype computeDtype) {
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    public ImageEncoderConfig {
        new Checks()
                .atLeast(1, "resolution", resolution)
                .require(
                        background.isEmpty() || COLOUR.matcher(background.get()).matches(),
                        "background",
                        () -> "must be a colour like '#ffffff', was '" + background.orElse("") + "'")
                .requireJointly(
                        trainable || computeDtype == ComputeDtype.FLOAT32,
                        "compute_dtype",
                        () -> "is for a trainable encoder; a frozen one computes in model.language_model.dtype")
                .done();
    }
}
