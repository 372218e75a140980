package io.magma.image.jpeg;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.magma.image.decode.DecodedImage;
import io.magma.image.raster.ImageException;
import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RasterImage.Mode;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes JPEG: the JDK's libjpeg gives the stored components, colour conversion is done here with libjpeg's integer tables.
 *
 * <p>ImageIO's own conversion is avoided: it guesses the colour space by other rules, applies ICC profiles and refuses CMYK.
 */
public final class JpegDecoder {
    private JpegDecoder() {}

    /**
     * Decodes a picture.
     *
     * @param name names the picture in errors
     * @throws io.magma.image.raster.ImageException if it is unreadable or too large
     */
    public static DecodedImage decode(byte[] data, String name) {
        JpegHeader header = JpegHeader.parse(data, name);
        byte[] samples = components(header, name);
        int step = samples.length / (header.width() * header.height());
        for (int c = 0; c < step; c++) {
            if ((header.halvedRows() >> c & 1) != 0) {
                JpegRowUpsampler.interpolate(samples, header.width(), header.height(), step, c);
            }
        }
        RasterImage image = switch (header.colour()) {
            case GREY -> RasterImage.of(Mode.GREY, header.width(), header.height(), samples);
            case RGB -> RasterImage.of(Mode.RGB, header.width(), header.height(), samples);
            case YCBCR -> {
                YcbcrConverter.toRgb(samples, 3);
                yield RasterImage.of(Mode.RGB, header.width(), header.height(), samples);
            }
            case CMYK -> {
                invert(samples);
                yield RasterImage.of(Mode.CMYK, header.width(), header.height(), samples);
            }
            case YCCK -> {
                // YCCK holds the complements of C, M and Y; libjpeg inverts them and Pillow inverts all four again.
                YcbcrConverter.toRgb(samples, 4);
                invertKey(samples);
                yield RasterImage.of(Mode.CMYK, header.width(), header.height(), samples);
            }
        };
        return new DecodedImage(image, header.exif());
    }

    private static byte[] components(JpegHeader header, String name) {
        ImageReader reader = reader();
        boolean[] truncated = {false};
        reader.addIIOReadWarningListener((source, warning) -> truncated[0] |= warning.startsWith("Truncated File"));
        try (ImageInputStream in = new ByteArrayImageInputStream(header.stripped())) {
            reader.setInput(in, true, true);
            Raster raster = reader.readRaster(0, null);
            if (truncated[0]) {
                throw new ImageException(name, "the picture is truncated");
            }
            return ((DataBufferByte) raster.getDataBuffer()).getData();
        } catch (IOException | RuntimeException e) {
            if (e instanceof ImageException known) {
                throw known;
            }
            String problem = truncated[0] ? "the picture is truncated" : "the JPEG is unreadable: " + e.getMessage();
            throw new ImageException(name, problem, e);
        } finally {
            reader.dispose();
        }
    }

    /** The JDK's own reader: other plug-ins convert colours on the way. */
    private static ImageReader reader() {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
                return reader;
            }
        }
        throw new IllegalStateException("this Java runtime has no JPEG reader");
    }

    private static void invert(byte[] samples) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) ~samples[i];
        }
    }

    private static void invertKey(byte[] samples) {
        for (int i = 3; i < samples.length; i += 4) {
            samples[i] = (byte) ~samples[i];
        }
    }
}
