package io.magma.train.prepare;

import io.magma.train.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Pictures of an npm package {@code emoji-datasource-STYLE}: the package's own PNG bytes.
 *
 * @param nodeModules the folder that holds the npm packages
 * @param style for example {@code google}
 */
record SheetArt(Path nodeModules, String style) implements EmojiArt {

    @Override
    public Optional<PngSource> find(EmojiGlyph emoji) {
        Path file = nodeModules.resolve("emoji-datasource-%s/img/%s/64/%s".formatted(style, style, emoji.image()));
        return emoji.drawnBy().contains(style) && Files.exists(file) ? Optional.of(() -> read(file)) : Optional.empty();
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
