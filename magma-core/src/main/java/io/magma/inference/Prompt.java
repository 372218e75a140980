package io.magma.inference;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a model is to continue: pictures and texts in the order it reads them.
 *
 * <pre>{@code
 * Prompt.of("Once upon a time");
 * Prompt.image(Path.of("cat.png")).thenText("Q: What is it? A:");
 * Prompt.image(first).thenImage(second).thenText("Q: What changed? A:");
 * }</pre>
 *
 * @param segments each text is tokenised on its own, without special tokens; a picture is never cut
 */
public record Prompt(List<Segment> segments) {
    /** A piece of a prompt. */
    public sealed interface Segment permits Text, PromptImage {}

    /**
     * A text.
     *
     * @param text may be empty
     */
    public record Text(String text) implements Segment {}

    public Prompt {
        segments = List.copyOf(segments);
    }

    /** A text alone. */
    public static Prompt of(String text) {
        return new Prompt(List.of(new Text(text)));
    }

    /** A picture file, read when the prompt is used. */
    public static Prompt image(Path file) {
        return new Prompt(List.of(PromptImage.of(file)));
    }

    /** A picture in Java 2D. */
    public static Prompt image(BufferedImage image) {
        return new Prompt(List.of(PromptImage.of(image)));
    }

    /** The bytes of a picture file: PNG, JPEG, GIF, BMP or WebP. */
    public static Prompt image(byte[] encoded) {
        return new Prompt(List.of(PromptImage.of(encoded)));
    }

    /** This and then a text. */
    public Prompt thenText(String text) {
        return then(new Text(text));
    }

    /** This and then a picture file. */
    public Prompt thenImage(Path file) {
        return then(PromptImage.of(file));
    }

    /** This and then a picture in Java 2D. */
    public Prompt thenImage(BufferedImage image) {
        return then(PromptImage.of(image));
    }

    /** This and then the bytes of a picture file. */
    public Prompt thenImage(byte[] encoded) {
        return then(PromptImage.of(encoded));
    }

    /** This and then another piece. */
    public Prompt then(Segment segment) {
        List<Segment> longer = new ArrayList<>(segments);
        longer.add(segment);
        return new Prompt(longer);
    }
}
