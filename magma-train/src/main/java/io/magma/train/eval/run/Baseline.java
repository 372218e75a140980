package io.magma.train.eval.run;

import io.magma.train.eval.protocol.AskedItem;
import io.magma.train.eval.protocol.PromptBuilder;
import io.magma.train.eval.protocol.PromptPart;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the model sees: the pictures, or less, to know how much of a score is due to them. */
public enum Baseline {
    /** The pictures. */
    NONE,
    /** Pictures whose normalised pixels are all zero, those of the examples too. */
    BLIND,
    /** Another item's picture in the question; the examples keep theirs. */
    SHUFFLED,
    /** Texts alone. */
    QUESTION_ONLY;

    /** The prompt of an item; {@code other} is the picture of another one. */
    List<PromptPart> prompt(PromptBuilder builder, AskedItem asked, Path other) {
        Path own = asked.item().image();
        List<PromptPart> parts = switch (this) {
            case NONE, BLIND -> builder.build(asked.shots(), asked.item(), Optional.of(own));
            case SHUFFLED -> builder.build(asked.shots(), asked.item(), Optional.of(other));
            case QUESTION_ONLY -> builder.build(asked.shots(), asked.item(), Optional.empty());
        };
        return this == BLIND ? parts.stream().map(Baseline::blank).toList() : parts;
    }

    private static PromptPart blank(PromptPart part) {
        return part instanceof PromptPart.Picture ? new PromptPart.Blank() : part;
    }
}
