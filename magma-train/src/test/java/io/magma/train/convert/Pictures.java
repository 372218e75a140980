package io.magma.train.convert;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Small picture files. */
final class Pictures {
    private Pictures() {}

    /** A picture whose bytes depend on its size and {@code seed}. */
    static byte[] bytes(String format, int width, int height, int seed) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (37 * seed + 5 * x + 3 * y) % 256 * 0x010203);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }

    /** Writes a picture of 12 by 8 pixels in the format that the name ends in. */
    static Path write(Path file, int seed) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        String name = file.toString();
        return Files.write(file, bytes(name.substring(name.lastIndexOf('.') + 1), 12, 8, seed));
    }
}
