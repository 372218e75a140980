package io.magma.train.eval.protocol;

import io.magma.train.eval.task.TaskItem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes prompts.
 *
 * @param texts the texts around questions and answers
 */
public record PromptBuilder(PromptTexts texts) {
    /**
     * The prompt of an item after its examples.
     *
     * @param shots examples in the order they are read
     * @param query what is asked
     * @param seen what is asked about: the item's own picture or another; empty shows none, nor those of the examples
     */
    public List<PromptPart> build(List<Shot> shots, TaskItem query, Optional<Path> seen) {
        boolean showing = seen.isPresent();
        int shown = (int) shots.stream().filter(Shot::withPicture).count();
        List<PromptPart> parts = new ArrayList<>();
        parts.addAll(Template.fill(texts.opening(), new ShownItem(Optional.empty(), query.question(), "")));
        for (Shot shot : shots) {
            addText(parts, texts.induction());
            Optional<Path> image =
                    showing && shot.withPicture() ? Optional.of(shot.item().image()) : Optional.empty();
            parts.addAll(
                    Template.fill(texts.shot(), new ShownItem(image, shot.item().question(), shot.answer())));
            addText(parts, texts.separator());
        }
        addText(parts, texts.induction());
        parts.addAll(Template.fill(texts.query(shown), new ShownItem(seen, query.question(), "")));
        return texts.joined() ? joined(parts) : List.copyOf(parts);
    }

    private static void addText(List<PromptPart> parts, String text) {
        if (!text.isEmpty()) {
            parts.add(new PromptPart.Words(text));
        }
    }

    private static List<PromptPart> joined(List<PromptPart> parts) {
        List<PromptPart> joined = new ArrayList<>();
        for (PromptPart part : parts) {
            int last = joined.size() - 1;
            if (part instanceof PromptPart.Words words
                    && last >= 0
                    && joined.get(last) instanceof PromptPart.Words before) {
                joined.set(last, new PromptPart.Words(before.text() + words.text()));
            } else {
                joined.add(part);
            }
        }
        return List.copyOf(joined);
    }
}
