package io.magma.train.eval.caption;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.DataException;
import io.magma.train.json.JsonTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Captions by image, as they are met in a file. */
final class CaptionCollector {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, List<String>> byImage = new LinkedHashMap<>();
    private final Map<String, List<String>> entries = new LinkedHashMap<>();
    private final Set<String> annotationIds = new HashSet<>();
    private boolean annotated;

    CaptionCollector(Path file) {
        this.file = file;
    }

    Map<String, List<String>> byImage() {
        return byImage;
    }

    /** Reads objects with {@code image_id} and {@code caption} up to the end of the list that the parser is in. */
    void annotations(JsonParser parser) throws IOException {
        annotated = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            annotation(parser);
        }
    }

    /** Reads a list that begins here and is COCO's annotations, or the captions of an image of that name. */
    void annotationsOrEntry(String name, JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            annotated = true;
            annotation(parser);
            annotations(parser);
        } else {
            texts(name, parser, first);
        }
    }

    /** Reads a list that begins here: the captions of an image, or something of COCO's that is not needed. */
    void listOrNothing(String name, JsonParser parser) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_OBJECT) {
            parser.skipChildren();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                parser.skipChildren();
            }
        } else {
            texts(name, parser, first);
        }
    }

    /** Takes the one caption that the parser is at. */
    void entry(String image, JsonParser parser) throws IOException {
        put(image, List.of(parser.getText()), parser);
    }

    /** Decides what the object was: COCO's, whose other members are no images, or a map. */
    void end() {
        if (!annotated) {
            byImage.putAll(entries);
        }
    }

    private void texts(String image, JsonParser parser, JsonToken first) throws IOException {
        List<String> captions = new ArrayList<>();
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token != JsonToken.VALUE_STRING) {
                throw JsonTokens.wrong(file, parser, "image " + image + ": captions must be texts");
            }
            captions.add(parser.getText());
        }
        put(image, captions, parser);
    }

    private void put(String image, List<String> captions, JsonParser parser) {
        if (entries.put(image, captions) != null) {
            throw JsonTokens.wrong(file, parser, "image " + image + " is there twice");
        }
    }

    private void annotation(JsonParser parser) throws IOException {
        String where = file + ":" + parser.currentTokenLocation().getLineNr();
        JsonNode json = JSON.readTree(parser);
        JsonNode caption = json.path("caption");
        JsonNode image = json.path("image_id");
        if (!image.isIntegralNumber() && !image.isTextual()) {
            throw new DataException(where + ": image_id must be a text or a whole number, " + was(image));
        }
        if (!caption.isTextual()) {
            throw new DataException(where + ": caption must be a text, " + was(caption));
        }
        if (json.hasNonNull("id") && !annotationIds.add(json.get("id").asText())) {
            throw new DataException(where + ": id " + json.get("id").asText() + " is there twice");
        }
        byImage.computeIfAbsent(image.asText(), key -> new ArrayList<>()).add(caption.textValue());
    }

    private static String was(JsonNode value) {
        return value.isMissingNode() ? "but is missing" : "was " + value;
    }
}
