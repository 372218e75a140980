package io.magma.train.eval.protocol;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A piece of a prompt. */
public sealed interface PromptPart {
    /**
     * A text, tokenised on its own.
     *
     * @param text not empty
     */
    record Words(String text) implements PromptPart {}

    /**
     * A picture.
     *
     * @param file its file
     */
    record Picture(Path file) implements PromptPart {}

    /** A picture of which nothing is seen: its normalised pixels are all zero. */
    record Blank() implements PromptPart {}

    /** A prompt for people, {@code <image>} and {@code <blank>} in place of pictures. */
    static String shown(List<PromptPart> parts) {
        return parts.stream()
                .map(part -> part instanceof Words words ? words.text() : part instanceof Blank ? "<blank>" : "<image>")
                .collect(Collectors.joining());
    }
}
