package io.magma.train.eval.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.train.json.Element;
import java.util.List;

/** What annotations say beside the answers: by it the official scripts tell annotators apart. */
final class Annotators {
    private Annotators() {}

    /** What each says beside its {@code answer}, as JSON. */
    static List<String> of(List<Element> annotations) {
        return annotations.stream()
                .map(annotation -> annotation.json() instanceof ObjectNode node
                        ? node.deepCopy().without("answer").toString()
                        : "")
                .toList();
    }
}
