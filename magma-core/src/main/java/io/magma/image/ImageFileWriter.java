package io.magma.image;

import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RasterImage.Mode;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes pictures as PNG or JPEG files, without metadata. */
public final class ImageFileWriter {
    private ImageFileWriter() {}

    /**
     * Encodes without loss.
     *
     * <p>Grey, RGB and RGBA samples are kept as they are, and so is 16-bit grey; grey with opacity, palettes and colour keys
     * become RGBA if they may be transparent and RGB otherwise, CMYK becomes RGB.
     *
     * @return the bytes of a PNG file
     */
    public static byte[] png(RasterImage image) {
        return write("png", buffered(image), Optional.empty());
    }

    /**
     * Encodes as JPEG with 4:2:0 chroma, grey pictures as grey ones; opacity is dropped.
     *
     * @param quality of libjpeg, 1 to 100
     * @return the bytes of a JPEG file
     */
    public static byte[] jpeg(RasterImage image, int quality) {
        if (quality < 1 || quality > 100) {
            throw new IllegalArgumentException("expected a quality of 1 to 100, got " + quality);
        }
        BufferedImage opaque = image.mode() == Mode.GREY || image.mode() == Mode.BILEVEL
                ? bytes(image.samples(), image.width(), image.height(), 1)
                : bytes(image.toRgb().data(), image.width(), image.height(), 3);
        return write("jpeg", opaque, Optional.of(quality / 100f));
    }

    private static BufferedImage buffered(RasterImage image) {
        int width = image.width();
        int height = image.height();
        if (image.mode() == Mode.INTEGER) {
            BufferedImage grey = new BufferedImage(width, height, BufferedImage.TYPE_USHORT_GRAY);
            grey.getRaster().setSamples(0, 0, width, height, 0, image.integers());
            return grey;
        }
        if (image.mayBeTransparent()) {
            return bytes(image.toRgba().samples(), width, height, 4);
        }
        return switch (image.mode()) {
            case GREY, BILEVEL -> bytes(image.samples(), width, height, 1);
            default -> bytes(image.toRgb().data(), width, height, 3);
        };
    }

    /** Wraps interleaved samples; nothing is copied or converted. */
    private static BufferedImage bytes(byte[] samples, int width, int height, int channels) {
        int[] offsets = new int[channels];
        for (int c = 0; c < channels; c++) {
            offsets[c] = c;
        }
        WritableRaster raster = Raster.createInterleavedRaster(
                new DataBufferByte(samples, samples.length), width, height, width * channels, channels, offsets, null);
        ColorSpace space = ColorSpace.getInstance(channels == 1 ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        boolean alpha = channels == 4;
        ColorModel colours = new ComponentColorModel(
                space, alpha, false, alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        return new BufferedImage(colours, raster, false, null);
    }

    private static byte[] write(String format, BufferedImage image, Optional<Float> quality) {
        ImageWriter writer = writer(format);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            quality.ifPresent(q -> {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(q);
            });
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException("a picture cannot be encoded as " + format, e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The JDK's own writer, so that files do not depend on which plug-ins there are. */
    private static ImageWriter writer(String format) {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName(format);
        while (writers.hasNext()) {
            ImageWriter writer = writers.next();
            if (writer.getClass().getName().startsWith("com.sun.imageio.")) {
                return writer;
            }
        }
        throw new IllegalStateException("this Java runtime has no writer of " + format);
    }
}
