package io.magma.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Everything a run of three steps reads: the models of {@link TinyVisionLanguage}, four pictures with a caption and a question. */
public final class TinyRunFiles {
    /** The run's configuration. */
    public static final String CONFIG = "model:\n" + TinyVisionLanguage.MODEL.replaceAll("(?m)^(?=.)", "  ") + """

            data:
              train: {path: data}
            optimizer: {lr: 1.0e-2}
            schedule: {type: constant}
            training: {steps: 3, batch_size: 4, eval_every: 0, save_every: 0}
            generation: {max_new_tokens: 6}
            checkpoint: {dir: out}
            """;

    private TinyRunFiles() {}

    /** Writes {@code gpt2}, {@code clip_resnet}, {@code data} and {@code run.yml} into {@code dir}, and gives the last. */
    public static Path write(Path dir) throws IOException {
        TinyVisionLanguage.write(dir);
        Files.createDirectories(dir.resolve("data/image_data"));
        Files.createDirectories(dir.resolve("data/images"));
        for (int i = 0; i < 4; i++) {
            ImageIO.write(
                    picture(i), "png", dir.resolve("data/images/" + i + ".png").toFile());
            char letter = "abcd".charAt(i);
            Files.writeString(dir.resolve("data/image_data/" + i + ".json"), """
                    {"image_path": "images/%d.png", "captions": ["word %c"],
                     "questions": [{"prompt": "Which?", "answer": "%c", "type": "letter"}]}
                    """.formatted(i, letter, letter));
        }
        return Files.writeString(dir.resolve("run.yml"), CONFIG);
    }

    /** A picture without two equal ones for two seeds. */
    public static BufferedImage picture(int seed) {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < 64 * 64; p++) {
            image.setRGB(p % 64, p / 64, p * 37 * (seed + 1));
        }
        return image;
    }
}
