package io.magma.train.eval.vqa;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.DataException;
import io.magma.train.eval.answer.IdMismatch;
import io.magma.train.eval.answer.Predictions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Results in the official layout for every question of a split.
 *
 * @param answers answers by id, in the order of the questions
 * @param filled how many of them are empty because there was none
 */
public record VqaSubmission(Map<String, String> answers, int filled) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Makes the map unchangeable. */
    public VqaSubmission {
        answers = Collections.unmodifiableMap(answers);
    }

    /**
     * Fills in empty answers.
     *
     * @param questions ids of all questions of the split
     * @param predictions answers to some of them
     * @param normalization what is done to every answer
     * @throws DataException if there is an answer to another question
     */
    public static VqaSubmission of(
            Collection<String> questions, Predictions predictions, UnaryOperator<String> normalization) {
        Set<String> asked = new HashSet<>(questions);
        List<String> unknown = new ArrayList<>(predictions.byId().keySet());
        unknown.removeIf(asked::contains);
        if (!unknown.isEmpty()) {
            throw new DataException(predictions.source() + ": " + new IdMismatch(List.of(), unknown).told());
        }
        Map<String, String> answers = new LinkedHashMap<>();
        questions.forEach(
                id -> answers.put(id, normalization.apply(predictions.byId().getOrDefault(id, ""))));
        return new VqaSubmission(answers, answers.size() - predictions.byId().size());
    }

    /**
     * Writes {@code [{"question_id": 1, "answer": "yes"}, ...]}; ids that are whole numbers are written as such.
     *
     * @throws IOException if the file cannot be written
     */
    public void write(Path file) throws IOException {
        try (JsonGenerator out = JSON.getFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            out.writeStartArray();
            for (Map.Entry<String, String> answer : answers.entrySet()) {
                out.writeStartObject();
                out.writeFieldName("question_id");
                if (answer.getKey().matches("0|[1-9][0-9]{0,17}")) {
                    out.writeNumber(Long.parseLong(answer.getKey()));
                } else {
                    out.writeString(answer.getKey());
                }
                out.writeStringField("answer", answer.getValue());
                out.writeEndObject();
            }
            out.writeEndArray();
        }
    }
}
