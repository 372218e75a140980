package io.magma.train.eval.answer;

import io.magma.train.data.DataException;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Answers by question.
 *
 * @param source names where they come from, in messages
 * @param byId answers by id, in the order of the source
 */
public record Predictions(String source, Map<String, String> byId) {
    /** Makes the map unchangeable. */
    public Predictions {
        byId = Collections.unmodifiableMap(byId);
    }

    /**
     * Reads a file of results: a list of objects as the official servers take it, or one object of answers by id,
     * each a text or an object that has it.
     *
     * @param idKeys under which names the id may stand, the first that is there counts
     * @param answerKeys under which names the answer may stand, likewise
     * @throws DataException if it cannot be read, names an id twice, or an answer is no text
     */
    public static Predictions read(Path file, List<String> idKeys, List<String> answerKeys) {
        Map<String, String> answers = new LinkedHashMap<>();
        if (JsonElements.isList(file)) {
            JsonElements.ofList(file, row -> {
                String answerKey = present(row, answerKeys);
                add(answers, row.id(present(row, idKeys)), row.text(answerKey), row.where());
            });
        } else {
            JsonElements.ofObject(file, (id, answer) -> {
                String text = answer.json().isObject() ? answer.text(present(answer, answerKeys)) : answer.asText();
                add(answers, id, text, answer.where());
            });
        }
        return new Predictions(file.toString(), answers);
    }

    private static String present(Element row, List<String> keys) {
        return keys.stream().filter(row::has).findFirst().orElse(keys.get(0));
    }

    private static void add(Map<String, String> answers, String id, String answer, String where) {
        if (answers.putIfAbsent(id, answer) != null) {
            throw new DataException(where + ": a second answer to question " + id);
        }
    }
}
