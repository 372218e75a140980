package io.magma.train.prepare;

import java.util.Optional;

/** One art style: a PNG of 64 by 64 pixels with alpha for an emoji, if the style has drawn it. */
interface EmojiArt {
    /** Side of every picture in pixels. */
    int SIDE = 64;

    /** Name of the style, which begins the keys of its pictures. */
    String style();

    /**
     * Finds a picture.
     *
     * @param emoji code points and image name, as {@code emoji.json} of the npm package {@code emoji-datasource-google} lists them
     * @return the picture, read when it is asked for; empty if the style has none
     */
    Optional<PngSource> find(EmojiGlyph emoji);

    /** A picture's file, made or read when it is needed. */
    @FunctionalInterface
    interface PngSource {
        /**
         * Returns the bytes of the PNG.
         *
         * @throws io.magma.train.data.DataException if the picture cannot be read or drawn
         */
        byte[] read();
    }
}
