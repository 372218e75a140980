package io.magma.train.report;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A sample and what the model said about it.
 *
 * @param image the picture as a {@code data:} URI of base64-coded PNG, JPEG or WebP
 * @param kind what was asked for
 * @param prompt text before the output; empty for a plain caption
 * @param truth what would be right
 * @param output what the model said
 * @param blind what the same model said without the picture
 * @param correct whether the output counts as right
 */
public record GalleryItem(
        String image, Kind kind, String prompt, String truth, String output, Optional<String> blind, boolean correct) {
    // A page must not load anything, so no other URI gets in.
    private static final Pattern DATA_URI = Pattern.compile("data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}");

    /** What the model was asked for. */
    public enum Kind {
        /** A caption of the picture. */
        CAPTION,
        /** An answer to a question about it. */
        QUESTION;

        String shown() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public GalleryItem {
        if (!DATA_URI.matcher(image).matches()) {
            throw new IllegalArgumentException("image must be a base64 data: URI of a PNG, JPEG or WebP picture, was "
                    + image.substring(0, Math.min(40, image.length())));
        }
    }
}
