package io.magma.multimodal;

import io.magma.config.ImageEncoderConfig;
import io.magma.hub.ModelFolders;
import io.magma.image.Background;
import io.magma.image.ClipPreprocessor;
import io.magma.image.ImageDecoder;
import io.magma.image.ImageProcessorConfig;
import io.magma.image.raster.RasterImage;
import io.magma.vision.ImageEncoderFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How an image encoder wants its pictures.
 *
 * @param preprocessor resizes, crops, normalises
 * @param background shown through transparent pixels; empty drops the alpha channel
 * @param exifOrientation whether pictures are turned upright by their EXIF orientation
 */
public record ImageInput(ClipPreprocessor preprocessor, Optional<Background> background, boolean exifOrientation) {
    /**
     * Means and deviations are those of the encoder's image processor file, else CLIP's, or ImageNet's for an NF-ResNet.
     *
     * @param resolution side of the square input in pixels
     * @throws io.magma.config.ConfigException if the image processor file asks for something else than CLIP's steps
     */
    public static ImageInput of(ImageEncoderConfig config, int resolution) {
        Optional<Background> background = config.background().map(Background::parse);
        return new ImageInput(
                processor(config, resolution).preprocessor(background), background, config.exifOrientation());
    }

    /**
     * Resolution, means and deviations of an encoder.
     *
     * @param resolution side of the square input in pixels
     * @throws io.magma.config.ConfigException if the image processor file asks for something else than CLIP's steps
     */
    public static ImageProcessorConfig processor(ImageEncoderConfig config, int resolution) {
        Path folder = ModelFolders.of(config.path());
        Path file = folder.resolve(ImageProcessorConfig.FILE_NAME);
        ImageProcessorConfig of = Files.exists(file) ? ImageProcessorConfig.read(file) : published(folder, resolution);
        return new ImageProcessorConfig(resolution, of.mean(), of.std());
    }

    private static ImageProcessorConfig published(Path folder, int resolution) {
        return switch (ImageEncoderFolder.open(folder).kind()) {
            case CLIP_VIT, CLIP_RESNET -> ImageProcessorConfig.clip(resolution);
            case NF_RESNET -> ImageProcessorConfig.imageNet(resolution);
        };
    }

    /**
     * Decodes a picture file's bytes.
     *
     * @param name names the picture in messages
     * @throws io.magma.image.raster.ImageException if they are no picture
     */
    public RasterImage decode(byte[] data, String name) {
        return ImageDecoder.decode(data, name, exifOrientation);
    }

    /** Normalised pixels, 3 * R * R floats, CHW. */
    public float[] pixels(RasterImage image) {
        return preprocessor.preprocess(image);
    }
}
