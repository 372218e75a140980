package io.magma.train.prepare;

import io.magma.image.ImageDecoder;
import io.magma.image.ImageFileWriter;
import io.magma.image.raster.ImageException;
import io.magma.image.raster.RasterImage;
import io.magma.image.resize.RasterResizer;
import io.magma.train.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Microsoft's Fluent emoji, rendered in three dimensions: WebP pictures of npm {@code @lobehub/fluent-emoji-3d}, shrunk.
 *
 * <p>Flags of countries and regions are left out: Microsoft draws none, and the package does not say whose they are.
 *
 * @param nodeModules the folder that holds the npm packages
 */
record Fluent3dArt(Path nodeModules) implements EmojiArt {

    @Override
    public String style() {
        return "fluent-3d";
    }

    @Override
    public Optional<PngSource> find(EmojiGlyph emoji) {
        if (emoji.isRegionalFlag()) {
            return Optional.empty();
        }
        Path folder = nodeModules.resolve("@lobehub/fluent-emoji-3d/assets");
        return emoji.spellings().stream()
                .map(name -> folder.resolve(name + ".webp"))
                .filter(Files::exists)
                .findFirst()
                .map(file -> () -> shrink(file));
    }

    private static byte[] shrink(Path file) {
        try {
            RasterImage image = ImageDecoder.decode(Files.readAllBytes(file), file.toString());
            return ImageFileWriter.png(RasterResizer.resize(image.toRgba(), SIDE, SIDE));
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read: " + e.getMessage(), e);
        } catch (ImageException e) {
            throw new DataException(String.valueOf(e.getMessage()), e);
        }
    }
}
