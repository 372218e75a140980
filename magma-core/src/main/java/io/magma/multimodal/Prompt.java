package io.magma.multimodal;

import io.magma.image.RasterImage;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model is to continue: pictures and texts in the order it reads them.
 *
 * @param parts each text is tokenised on its own
 */
public record Prompt(List<Part> parts) {
    /** A piece of a prompt. */
    public sealed interface Part {}

    /**
     * A picture.
     *
     * @param image as decoded, not yet preprocessed
     */
    public record Picture(RasterImage image) implements Part {}

    /**
     * A text.
     *
     * @param text may be empty
     */
    public record Text(String text) implements Part {}

    public Prompt {
        parts = List.copyOf(parts);
    }

    /** Pictures followed by a text. */
    public static Prompt of(List<RasterImage> images, String text) {
        List<Part> parts = new ArrayList<>();
        images.forEach(image -> parts.add(new Picture(image)));
        parts.add(new Text(text));
        return new Prompt(parts);
    }

    List<RasterImage> images() {
        return parts.stream()
                .filter(Picture.class::isInstance)
                .map(part -> ((Picture) part).image())
                .toList();
    }
}
