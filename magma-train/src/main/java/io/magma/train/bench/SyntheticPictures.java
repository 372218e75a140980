package io.magma.train.bench;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** Pictures of coloured shapes over noise, with captions that name them. */
final class SyntheticPictures {
    private static final String[] COLOURS = {"red", "green", "blue", "orange", "black", "white"};
    private static final Color[] PAINTS = {Color.RED, Color.GREEN, Color.BLUE, Color.ORANGE, Color.BLACK, Color.WHITE};
    private static final String[] SHAPES = {"circle", "square"};

    private final int side;
    private final SplittableRandom random;

    /**
     * Draws pictures.
     *
     * @param resolution what the encoder takes; sides are one to two times that
     */
    SyntheticPictures(int resolution, long seed) {
        this.side = resolution;
        this.random = new SplittableRandom(seed);
    }

    /** A picture and its caption. */
    record Captioned(BufferedImage image, String caption) {}

    Captioned next() {
        BufferedImage image = new BufferedImage(side(), side(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, 0x606060 + (random.nextInt(1 << 24) & 0x1f1f1f)); // noise, as photographs have
            }
        }
        Graphics2D pen = image.createGraphics();
        List<String> parts = new ArrayList<>();
        int shapes = 1 + random.nextInt(3);
        for (int i = 0; i < shapes; i++) {
            int colour = random.nextInt(COLOURS.length);
            boolean round = random.nextBoolean();
            boolean large = random.nextBoolean();
            int size = large ? side / 2 : side / 4;
            int x = random.nextInt(image.getWidth() - size);
            int y = random.nextInt(image.getHeight() - size);
            pen.setColor(PAINTS[colour]);
            if (round) {
                pen.fillOval(x, y, size, size);
            } else {
                pen.fillRect(x, y, size, size);
            }
            parts.add("a " + (large ? "large " : "small ") + COLOURS[colour] + " " + SHAPES[round ? 0 : 1]);
        }
        pen.dispose();
        return new Captioned(image, String.join(" and ", parts));
    }

    private int side() {
        return side + random.nextInt(side);
    }

    /** Writes a MAGMA folder of PNG files and gives its captions. */
    List<String> write(Path folder, int count) throws IOException {
        Files.createDirectories(folder.resolve("images"));
        Files.createDirectories(folder.resolve("image_data"));
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Captioned picture = next();
            captions.add(picture.caption());
            ImageIO.write(
                    picture.image(),
                    "png",
                    folder.resolve("images/" + i + ".png").toFile());
            Files.writeString(folder.resolve("image_data/" + i + ".json"), """
                    {"image_path": "images/%d.png", "captions": ["%s"], "metadata": {}}
                    """.formatted(i, picture.caption()));
        }
        return captions;
    }
}
