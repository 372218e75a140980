package io.magma.train.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the JSON that describes a picture. */
final class Annotation {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Annotation() {}

    /** Parses JSON; {@code name} names it in the exception. */
    static JsonNode parse(byte[] json, String name) {
        try {
            JsonNode node = JSON.readTree(json);
            if (!node.isObject()) {
                throw new CorruptSampleException(name, "is not a JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new CorruptSampleException(name, "is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new CorruptSampleException(name, "cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns the texts under the first of {@code keys} that is there: one string or a list of them. */
    static List<String> texts(JsonNode node, String... keys) {
        List<String> texts = new ArrayList<>();
        for (String key : keys) {
            JsonNode value = node.path(key);
            if (value.isTextual()) {
                texts.add(value.textValue());
            }
            for (JsonNode element : value) {
                // VQA's own files hold {"answer": ...} objects
                JsonNode text = element.isObject() ? element.path("answer") : element;
                if (text.isTextual()) {
                    texts.add(text.textValue());
                }
            }
            if (!texts.isEmpty()) {
                return texts;
            }
        }
        return texts;
    }

    /** Returns a picture's captions, at least one. */
    static List<String> captions(JsonNode node, String name) {
        List<String> captions = texts(node, "captions", "caption");
        if (captions.isEmpty()) {
            throw new CorruptSampleException(name, "has no captions");
        }
        return captions;
    }

    /** Returns the question of an object with {@code prompt} or {@code question}, {@code answer} or {@code answers}. */
    static QuestionAnswers question(JsonNode node, String name) {
        List<String> questions = texts(node, "prompt", "question");
        List<String> answers = texts(node, "answer", "answers");
        if (questions.isEmpty() || answers.isEmpty()) {
            throw new CorruptSampleException(
                    name, questions.isEmpty() ? "has neither prompt nor question" : "has neither answer nor answers");
        }
        return new QuestionAnswers(questions.get(0), answers, node.path("type").asText());
    }

    /** Returns the text or number that {@code metadata} has under a key. */
    static Optional<String> metadata(JsonNode node, String key) {
        return Optional.of(node.path("metadata").path(key).asText()).filter(value -> !value.isEmpty());
    }

    /** Returns the questions of a picture, possibly none. */
    static List<QuestionAnswers> questions(JsonNode node, String name) {
        List<QuestionAnswers> questions = new ArrayList<>();
        for (JsonNode question : node.path("questions")) {
            questions.add(question(question, name));
        }
        return questions;
    }
}
