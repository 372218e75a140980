package io.magma.train.eval.task;

import io.magma.train.data.DataException;
import io.magma.train.data.ImageBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Files for pictures that lie in shards, so that prompts and reports can name them. Only those that are needed are written.
 * Several processes may write into one folder.
 */
public final class ExtractedPictures {
    private final Path folder;
    private final Map<Path, ImageBytes> pictures = new HashMap<>();

    /**
     * Writes nothing yet.
     *
     * @param folder where files go, made when it is needed
     */
    public ExtractedPictures(Path folder) {
        this.folder = folder;
    }

    /** The picture's own file, or the one that it will have. */
    Picture place(String id, ImageBytes image) {
        return image.wholeFile()
                .map(file -> new Picture(file, Files.isRegularFile(file)))
                .orElseGet(() -> new Picture(reserve(id, image), true));
    }

    private Path reserve(String id, ImageBytes image) {
        String name = String.format(Locale.ROOT, "%06d-%s", pictures.size(), id.replaceAll("[^A-Za-z0-9._-]", "_"));
        String ending = image.name().substring(image.name().lastIndexOf('.') + 1);
        Path file = folder.resolve(name + "." + ending);
        pictures.put(file, image);
        return file;
    }

    /**
     * Writes those of the pictures that have no file of their own and are not there yet.
     *
     * @param needed files out of items that were read with this
     * @throws DataException if one cannot be written
     * @throws io.magma.train.data.CorruptSampleException if one cannot be read
     */
    public void write(Collection<Path> needed) {
        needed.stream().distinct().forEach(file -> {
            ImageBytes image = pictures.get(file);
            if (image != null) {
                write(file, image.read());
            }
        });
    }

    private static void write(Path file, byte[] bytes) {
        Path aside = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".partial");
        try {
            if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
                return;
            }
            Files.createDirectories(file.resolveSibling("."));
            Files.write(aside, bytes);
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be written: " + e.getMessage(), e);
        }
    }
}
