package io.magma.train.export;

import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.testing.TinyVisionLanguage;
import io.magma.train.loop.ResumeMode;
import io.magma.train.loop.StopRequest;
import io.magma.train.metrics.TextProgress;
import io.magma.train.run.TrainingRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/** A few steps of a tiny model on four pictures. */
final class TinyRun {
    private static final String REST = """

            data:
              train: {path: data}
            optimizer: {lr: 1.0e-2}
            schedule: {type: constant}
            training: {steps: 3, batch_size: 4, eval_every: 0, save_every: 0}
            generation: {max_new_tokens: 6}
            checkpoint: {dir: out}
            """;

    private TinyRun() {}

    /** Trains in {@code dir} and gives the run's folder. */
    static Path train(Path dir, String... overrides) throws IOException {
        TinyVisionLanguage.write(dir);
        Files.createDirectories(dir.resolve("data/image_data"));
        Files.createDirectories(dir.resolve("data/images"));
        for (int i = 0; i < 4; i++) {
            ImageIO.write(
                    picture(i), "png", dir.resolve("data/images/" + i + ".png").toFile());
            Files.writeString(
                    dir.resolve("data/image_data/" + i + ".json"),
                    "{\"image_path\": \"images/" + i + ".png\", \"captions\": [\"word " + "abcd".charAt(i) + "\"]}");
        }
        String yaml = "model:\n" + TinyVisionLanguage.MODEL.replaceAll("(?m)^(?=.)", "  ") + REST;
        RunConfig config = ConfigLoader.parse("run.yml", yaml, dir, List.of(overrides));
        new TrainingRun(config, ResumeMode.NEVER, new TextProgress(line -> {}, false, 100)).run(StopRequest.manual());
        return config.checkpoint().dir();
    }

    static BufferedImage picture(int seed) {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < 64 * 64; p++) {
            image.setRGB(p % 64, p / 64, p * 37 * (seed + 1));
        }
        return image;
    }
}
