package io.magma.train.data;

import io.magma.config.AugmentConfig;
import io.magma.config.CaptionChoice;
import io.magma.config.DataConfig;
import io.magma.config.DataFormat;
import io.magma.config.Location;
import io.magma.config.LossTarget;
import io.magma.config.SampleContent;
import io.magma.config.SourceConfig;
import io.magma.image.Background;
import io.magma.image.ClipPreprocessor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;

/** Tiny data sets and configurations. */
final class Fixtures {

    static final int END = 999;

    private Fixtures() {}

    /** One token a character, so that rows can be read. */
    static RowEncoder encoder(int maxTokens) {
        return new RowEncoder(text -> text.chars().toArray(), END, maxTokens);
    }

    static String text(int[] tokens) {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            text.append(token == END ? "|" : Character.toString(token));
        }
        return text.toString();
    }

    static PixelReader pixels() {
        return new PixelReader(ClipPreprocessor.clip(4), Background.WHITE, false, 1 << 20);
    }

    static byte[] png(int grey) throws IOException {
        BufferedImage image = new BufferedImage(6, 5, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 5; y++) {
            for (int x = 0; x < 6; x++) {
                image.setRGB(x, y, grey * 0x010101 + 40 * x + y);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** A folder in MAGMA's layout with captions {@code caption 0}, {@code caption 1}, ... */
    static Path magma(Path root, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Path image = root.resolve("images/%05d/%03d.png".formatted(i / 4, i));
            Path json = root.resolve("image_data/%05d/%03d.json".formatted(i / 4, i));
            Files.createDirectories(image.getParent());
            Files.createDirectories(json.getParent());
            Files.write(image, png(3 * i));
            Files.writeString(json, """
                    {"image_path": "%s", "captions": ["caption %d", "other %d"], "metadata": {"a": 1},
                     "questions": [{"prompt": "Which?", "answer": "%d", "type": "number"},
                                   {"question": "Even?", "answers": ["%s", "maybe"], "type": "yesno"}]}
                    """.formatted(root.relativize(image), i, i, i, i % 2 == 0 ? "yes" : "no"));
        }
        return root;
    }

    static SourceConfig source(DataFormat format, Path path, boolean shuffle) {
        return source(format, path, shuffle, 1, SampleContent.CAPTIONS, List.of(), Optional.empty());
    }

    static SourceConfig source(
            DataFormat format,
            Path path,
            boolean shuffle,
            double weight,
            SampleContent content,
            List<String> types,
            Optional<AugmentConfig> augment) {
        return new SourceConfig(
                format,
                Location.of(path),
                weight,
                shuffle,
                CaptionChoice.FIRST,
                content,
                LossTarget.ANSWER,
                "Q: {prompt} A:",
                "",
                augment,
                0,
                types,
                Optional.empty());
    }

    static DataConfig data(int workers, double maxCorrupt, SourceConfig... sources) {
        return new DataConfig(List.of(sources), List.of(sources), workers, OptionalInt.empty(), false, maxCorrupt, 8);
    }
}
