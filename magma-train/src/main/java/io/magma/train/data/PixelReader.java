package io.magma.train.data;

import io.magma.config.AugmentConfig;
import io.magma.config.ImageEncoderConfig;
import io.magma.image.AugmentParameters;
import io.magma.image.Augmentation;
import io.magma.image.Background;
import io.magma.image.ClipPreprocessor;
import io.magma.image.ImageDecoder;
import io.magma.image.raster.ImageException;
import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RgbImage;
import io.magma.multimodal.ImageInput;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * From encoded pictures to normalised pixels; what was decoded or resized is kept in memory up to a bound.
 *
 * <p>Safe for use by several threads.
 */
public final class PixelReader {
    /** Bound of the memory for kept pictures unless told otherwise: 1 GiB, or a quarter of the heap if that is less. */
    private static final long DEFAULT_CACHE_BYTES =
            Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 4);

    private static final int CHANNELS = 3;

    private final ClipPreprocessor preprocessor;
    private final Background augmentBackground;
    private final boolean exifOrientation;
    private final ByteCache<FileBytes, RasterImage> decoded;
    private final ByteCache<FileBytes, RgbImage> resized;

    /**
     * Creates a reader.
     *
     * @param preprocessor resizes and normalises
     * @param augmentBackground shown through transparent pixels and beyond the edges of augmented pictures, unless the
     *     augmentation draws its own
     * @param exifOrientation whether pictures are turned upright first
     * @param cacheBytes bound of the memory for kept pictures; 0 keeps nothing
     */
    public PixelReader(
            ClipPreprocessor preprocessor, Background augmentBackground, boolean exifOrientation, long cacheBytes) {
        this.preprocessor = preprocessor;
        this.augmentBackground = augmentBackground;
        this.exifOrientation = exifOrientation;
        decoded =
                new ByteCache<>(cacheBytes / 2, image -> (long) image.width() * image.height() * bytesPerPixel(image));
        resized = new ByteCache<>(cacheBytes / 2, image -> image.data().length);
    }

    /**
     * A reader of what an image encoder takes, with the usual bound of memory.
     *
     * @param resolution side of the square input in pixels
     * @throws io.magma.config.ConfigException if the encoder's image processor file asks for something else than CLIP's steps
     */
    public static PixelReader of(ImageEncoderConfig encoder, int resolution) {
        ImageInput input = ImageInput.of(encoder, resolution);
        return new PixelReader(
                input.preprocessor(),
                input.background().orElse(Background.WHITE),
                input.exifOrientation(),
                DEFAULT_CACHE_BYTES);
    }

    /** Returns the number of floats of one picture: {@code 3 * R * R}. */
    public int floatsPerImage() {
        return CHANNELS * preprocessor.resolution() * preprocessor.resolution();
    }

    /**
     * Reads one picture.
     *
     * @param out receives {@link #floatsPerImage} floats, CHW
     * @param offset where in {@code out} to start
     * @throws CorruptSampleException if the picture cannot be read or decoded
     */
    public void read(ImageBytes image, float[] out, int offset) {
        read(image, Optional.empty(), 0, out, offset);
    }

    /**
     * Reads one picture.
     *
     * @param augment ranges of the random changes, if any
     * @param draw random bits of the changes
     * @param out receives {@link #floatsPerImage} floats, CHW
     * @param offset where in {@code out} to start
     * @throws CorruptSampleException if the picture cannot be read or decoded
     */
    void read(ImageBytes image, Optional<AugmentConfig> augment, long draw, float[] out, int offset) {
        if (augment.isEmpty()) {
            preprocessor.normalize(plain(image), out, offset);
            return;
        }
        SplittableRandom random = new SplittableRandom(draw);
        RgbImage square = augmented(image, augment.get(), random);
        if (random.nextDouble() < augment.get().blank()) {
            Arrays.fill(out, offset, offset + floatsPerImage(), 0f);
        } else {
            preprocessor.normalize(square, out, offset);
        }
    }

    private RgbImage plain(ImageBytes image) {
        // What is streamed does not come again soon: only pictures of files are kept.
        if (!(image instanceof FileBytes file)) {
            return preprocessor.resizeAndCrop(decode(image));
        }
        Optional<RgbImage> kept = resized.get(file);
        if (kept.isPresent()) {
            return kept.get();
        }
        RgbImage square = preprocessor.resizeAndCrop(decode(image));
        resized.put(file, square);
        return square;
    }

    private RgbImage augmented(ImageBytes image, AugmentConfig ranges, SplittableRandom random) {
        RasterImage raster = image instanceof FileBytes file ? keptRaster(file) : decode(image);
        AugmentParameters parameters = AugmentParameters.draw(random, ranges, augmentBackground);
        return Augmentation.apply(raster, parameters, preprocessor.resolution());
    }

    private RasterImage keptRaster(FileBytes file) {
        Optional<RasterImage> kept = decoded.get(file);
        RasterImage raster = kept.orElseGet(() -> decode(file));
        if (kept.isEmpty()) {
            decoded.put(file, raster);
        }
        return raster;
    }

    private RasterImage decode(ImageBytes image) {
        byte[] bytes = image.read();
        try {
            return ImageDecoder.decode(bytes, image.name(), exifOrientation);
        } catch (ImageException e) {
            throw CorruptSampleException.of(image.name(), e);
        }
    }

    private static int bytesPerPixel(RasterImage image) {
        return image.mode() == RasterImage.Mode.INTEGER
                ? Integer.BYTES
                : image.mode().channels();
    }
}
