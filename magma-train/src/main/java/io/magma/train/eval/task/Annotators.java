package io.magma.train.eval.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.train.json.Element;
import java.util.List;

/** What annotations say beside the answers: by it the official scripts tell annotators apart. */
final class Annotators {
    private Annotators() {}

    /** Everything but {@code answer} of each answer, as JSON. */
    static List<String> of(List<Element> answers) {
        return answers.stream()
                .map(answer -> answer.json() instanceof ObjectNode node
                        ? node.deepCopy().without("answer").toString()
                        : "")
                .toList();
    }
}
