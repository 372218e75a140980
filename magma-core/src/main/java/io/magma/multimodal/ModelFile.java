package io.magma.multimodal;

import io.magma.weights.FileHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a model folder consists of or refers to.
 *
 * @param path relative to the folder if it lies in it, else absolute
 * @param bytes its size
 * @param sha256 hash of its content
 */
public record ModelFile(String path, long bytes, String sha256) {
    private static final long SMALL_BYTES = 16L << 20;

    /** Takes a file's size and hash down. */
    public static ModelFile of(Path file, Path folder) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path base = folder.toAbsolutePath().normalize();
        String path = absolute.startsWith(base)
                ? base.relativize(absolute).toString().replace('\\', '/')
                : absolute.toString();
        return new ModelFile(path, Files.size(file), FileHash.sha256(file));
    }

    /**
     * Checks that the file is as it was; the content of files above 16 MiB only if {@code thorough}.
     *
     * @throws ModelFolderException if it is missing or has changed
     */
    void check(Path folder, boolean thorough) {
        Path file = folder.resolve(path);
        try {
            if (!Files.isRegularFile(file)) {
                String hint = Path.of(path).isAbsolute() ? ", which the model refers to" : "";
                throw new ModelFolderException(folder + ": " + file + hint + ", is missing");
            }
            boolean same = Files.size(file) == bytes
                    && ((bytes > SMALL_BYTES && !thorough)
                            || FileHash.sha256(file).equals(sha256));
            if (!same) {
                throw new ModelFolderException(folder + ": " + file + " is not the file that was exported");
            }
        } catch (IOException e) {
            throw new ModelFolderException(folder + ": " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
