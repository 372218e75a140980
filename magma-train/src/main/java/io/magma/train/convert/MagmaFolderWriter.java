package io.magma.train.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Writes MAGMA's layout: {@code images/00000/000000017.jpg} and {@code image_data/00000/000000017.json}. */
final class MagmaFolderWriter implements SampleWriter {
    private static final int PER_FOLDER = 10_000;

    private final Path root;
    private int folder = -1;

    MagmaFolderWriter(Path root) {
        this.root = root;
    }

    @Override
    public int write(int number, SourceSample sample, String sha256, ConvertedPicture picture) throws IOException {
        String group = String.format(Locale.ROOT, "%05d", number / PER_FOLDER);
        if (folder != number / PER_FOLDER) {
            Files.createDirectories(root.resolve("images").resolve(group));
            Files.createDirectories(root.resolve("image_data").resolve(group));
            folder = number / PER_FOLDER;
        }
        String name = group + String.format(Locale.ROOT, "/%09d", number);
        String image = "images/" + name + "." + picture.format().extension();
        Files.write(root.resolve(image), picture.bytes());
        Files.write(
                root.resolve("image_data/" + name + ".json"),
                SampleJson.of(Optional.of(image), sample, sha256, picture));
        return number + 1;
    }

    @Override
    public int nextShard() {
        return 0;
    }

    @Override
    public void close() {
        // every sample is in place already
    }
}
