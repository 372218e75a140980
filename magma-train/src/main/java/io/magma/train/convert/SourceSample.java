package io.magma.train.convert;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.train.data.FileBytes;
import io.magma.train.json.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A picture and everything a data set says about it; texts that are said twice are kept once. */
public final class SourceSample {
    private final FileBytes image;
    private final Set<String> captions = new LinkedHashSet<>();
    private final Set<SourceQuestion> questions = new LinkedHashSet<>();
    private final Map<String, Object> metadata = new LinkedHashMap<>();
    private final List<String> otherNames = new ArrayList<>();

    SourceSample(FileBytes image) {
        this.image = image;
    }

    /** Adds a caption; returns false if it is blank. Space around it is dropped. */
    boolean addCaption(String caption) {
        String text = caption.strip();
        if (!text.isEmpty()) {
            captions.add(text);
        }
        return !text.isEmpty();
    }

    /** Adds a question. */
    void addQuestion(SourceQuestion question) {
        questions.add(question);
    }

    /** Keeps a fact about the picture; the first of a name stays. */
    void addFact(String name, Object value) {
        metadata.putIfAbsent(name, value);
    }

    /** Keeps every text, number and truth value of an element but those of some names as facts. */
    void addFacts(Element facts, Set<String> but) {
        for (Map.Entry<String, JsonNode> field : facts.json().properties()) {
            JsonNode value = field.getValue();
            if (but.contains(field.getKey()) || !value.isValueNode() || value.isNull()) {
                continue;
            }
            if (value.isTextual()) {
                addFact(field.getKey(), value.textValue());
            } else if (value.isBoolean()) {
                addFact(field.getKey(), value.booleanValue());
            } else {
                addFact(field.getKey(), value.numberValue());
            }
        }
    }

    /** Takes over what is said about the same picture under another name. */
    void merge(SourceSample other) {
        captions.addAll(other.captions);
        questions.addAll(other.questions);
        other.metadata.forEach(this::addFact);
        otherNames.add(other.image.name());
    }

    /** Where the picture lies; its name is the data set's. */
    public FileBytes image() {
        return image;
    }

    /** Captions in the data set's order. */
    public List<String> captions() {
        return List.copyOf(captions);
    }

    /** Questions in the data set's order. */
    public List<SourceQuestion> questions() {
        return List.copyOf(questions);
    }

    /** Facts by name, in the data set's order. */
    public Map<String, Object> metadata() {
        return new LinkedHashMap<>(metadata);
    }

    /** Names of pictures of the same content that were merged into this one. */
    public List<String> otherNames() {
        return List.copyOf(otherNames);
    }

    /** Whether nothing is said about the picture. */
    boolean isBare() {
        return captions.isEmpty() && questions.isEmpty();
    }
}
