package io.magma.train.eval.answer;

import java.util.ArrayList;
import java.util.List;

/**
 * Ids that are only on one side.
 *
 * @param unanswered questions without an answer
 * @param unknown answers without a question
 */
public record IdMismatch(List<String> unanswered, List<String> unknown) {
    private static final int SHOWN = 5;

    /** Copies the lists. */
    public IdMismatch {
        unanswered = List.copyOf(unanswered);
        unknown = List.copyOf(unknown);
    }

    /** Whether both sides have the same ids. */
    public boolean isNone() {
        return unanswered.isEmpty() && unknown.isEmpty();
    }

    /** The numbers and the first ids, in one line. */
    public String told() {
        List<String> parts = new ArrayList<>();
        if (!unanswered.isEmpty()) {
            parts.add(unanswered.size() + " questions without an answer " + first(unanswered));
        }
        if (!unknown.isEmpty()) {
            parts.add(unknown.size() + " answers to unknown questions " + first(unknown));
        }
        return String.join(", ", parts);
    }

    private static String first(List<String> ids) {
        return "(" + String.join(", ", ids.subList(0, Math.min(SHOWN, ids.size())))
                + (ids.size() > SHOWN ? ", ...)" : ")");
    }
}
