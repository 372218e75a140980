package io.magma.image.webp;

import com.twelvemonkeys.imageio.stream.ByteArrayImageInputStream;
import io.magma.image.decode.ByteReader;
import io.magma.image.decode.DecodedImage;
import io.magma.image.raster.BufferedImages;
import io.magma.image.raster.ImageException;
import io.magma.image.raster.PixelLimit;
import io.magma.image.raster.RasterImage;
import io.magma.image.raster.RasterImage.Mode;
import io.magma.image.raster.RgbImage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes still WebP: lossy frames by {@link Vp8Decoder}, lossless ones by the ImageIO plug-in.
 *
 * @see <a href="https://developers.google.com/speed/webp/docs/riff_container">WebP container specification</a>
 */
public final class WebpDecoder {
    private static final byte[] EXIF_PREFIX = {'E', 'x', 'i', 'f', 0, 0};

    private final byte[] data;
    private final String name;
    private Optional<Chunk> lossy = Optional.empty();
    private Optional<Chunk> lossless = Optional.empty();
    private Optional<Chunk> alpha = Optional.empty();
    private Optional<Chunk> exif = Optional.empty();

    private record Chunk(int start, int end) {}

    private WebpDecoder(byte[] data, String name) {
        this.data = data;
        this.name = name;
    }

    /**
     * Decodes a picture.
     *
     * @param name names the picture in errors
     * @throws io.magma.image.raster.ImageException if it is unreadable or too large
     */
    public static DecodedImage decode(byte[] data, String name) {
        WebpDecoder decoder = new WebpDecoder(data, name);
        decoder.chunks();
        RasterImage image = decoder.lossy.isPresent() ? decoder.lossy(decoder.lossy.get()) : decoder.lossless();
        return new DecodedImage(image, decoder.exif.map(c -> tiffBlock(decoder.bytes(c))));
    }

    private void chunks() {
        ByteReader in = new ByteReader(data, name, false, 12);
        while (in.remaining() >= 8) {
            String type = new String(in.bytes(4), StandardCharsets.ISO_8859_1);
            long size = in.u32();
            int start = in.position();
            if (type.equals("ANIM") || type.equals("ANMF")) {
                throw in.broken("animated WebP is not supported");
            }
            boolean picture = type.equals("VP8 ") || type.equals("VP8L") || type.equals("ALPH");
            if (size > in.remaining() && !picture && (lossy.isPresent() || lossless.isPresent())) {
                return; // broken metadata after the picture
            }
            if (size > in.remaining()) {
                throw in.truncated();
            }
            Optional<Chunk> chunk = Optional.of(new Chunk(start, start + (int) size));
            switch (type) {
                case "VP8 " -> lossy = chunk;
                case "VP8L" -> lossless = chunk;
                case "ALPH" -> alpha = chunk;
                case "EXIF" -> exif = chunk;
                default -> {}
            }
            in.skip(Math.min(in.remaining(), size + (size & 1)));
        }
    }

    private RasterImage lossy(Chunk frame) {
        RgbImage rgb = Vp8Decoder.decode(data, frame.start(), frame.end(), name);
        if (alpha.isEmpty()) {
            return RasterImage.of(Mode.RGB, rgb.width(), rgb.height(), rgb.data());
        }
        byte[] opacity = WebpAlpha.decode(bytes(alpha.get()), rgb.width(), rgb.height(), this::plugIn, name);
        byte[] rgba = new byte[4 * opacity.length];
        for (int i = 0; i < opacity.length; i++) {
            System.arraycopy(rgb.data(), 3 * i, rgba, 4 * i, 3);
            rgba[4 * i + 3] = opacity[i];
        }
        return RasterImage.of(Mode.RGBA, rgb.width(), rgb.height(), rgba);
    }

    private RasterImage lossless() {
        Chunk frame = lossless.orElseThrow(() -> new ImageException(name, "the WebP has no picture"));
        ByteReader in = new ByteReader(data, name, false, frame.start());
        if (frame.end() - frame.start() < 5 || in.u8() != 0x2F) {
            throw in.broken("the WebP has a broken lossless header");
        }
        long bits = in.u32();
        PixelLimit.check((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, name);
        return plugIn(bytes(frame));
    }

    private byte[] bytes(Chunk chunk) {
        return java.util.Arrays.copyOfRange(data, chunk.start(), chunk.end());
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] body) {
        out.writeBytes(type.getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(body.length)
                .array());
        out.writeBytes(body);
        if (body.length % 2 != 0) {
            out.write(0);
        }
    }

    /** Decodes a lossless frame. The plug-in sees nothing else, so that no colour profile is applied. */
    private RasterImage plugIn(byte[] frame) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("WEBP".getBytes(StandardCharsets.ISO_8859_1));
        chunk(body, "VP8L", frame);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        chunk(file, "RIFF", body.toByteArray());
        ImageReader reader = ImageIO.getImageReadersByFormatName("webp").next();
        try (ImageInputStream in = new ByteArrayImageInputStream(file.toByteArray())) {
            reader.setInput(in, true, true);
            BufferedImage image = reader.read(0);
            return BufferedImages.convert(image);
        } catch (IOException | RuntimeException e) {
            throw new ImageException(name, "the WebP is unreadable: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    /** Some writers keep the prefix of JPEG's EXIF segment. */
    private static byte[] tiffBlock(byte[] exif) {
        int skip = exif.length >= 6 && java.util.Arrays.equals(exif, 0, 6, EXIF_PREFIX, 0, 6) ? 6 : 0;
        return java.util.Arrays.copyOfRange(exif, skip, exif.length);
    }
}
