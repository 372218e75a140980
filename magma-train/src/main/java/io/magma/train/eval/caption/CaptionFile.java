package io.magma.train.eval.caption;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.magma.train.data.DataException;
import io.magma.train.json.JsonTokens;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads files of captions: COCO's annotations ({@code {"annotations": [{"image_id": 1, "caption": "..."}]}}), its results
 * ({@code [{"image_id": 1, "caption": "..."}]}), and maps from images to captions ({@code {"1": ["..."]}} or
 * {@code {"1": "..."}}). Numbers and texts are the same identifiers. Files are UTF-8.
 */
public final class CaptionFile {
    private CaptionFile() {}

    /**
     * Reads the right captions of every image, in the order of the file.
     *
     * @throws DataException if the file is missing, no such file, not UTF-8 or truncated, has two annotations of one
     *     {@code id}, two entries of one image in a map, or an image without captions
     */
    public static Map<String, List<String>> references(Path file) {
        CaptionCollector captions = read(file);
        captions.byImage().forEach((image, of) -> {
            if (of.isEmpty()) {
                throw new DataException(file + ": image " + image + " has no caption");
            }
        });
        return captions.byImage();
    }

    /**
     * Reads the one caption of every image, in the order of the file.
     *
     * @throws DataException as {@link #references} does, and if an image has not exactly one caption
     */
    public static Map<String, String> results(Path file) {
        Map<String, String> results = new LinkedHashMap<>();
        read(file).byImage().forEach((image, captions) -> {
            if (captions.size() != 1) {
                throw new DataException(
                        file + ": image " + image + " has " + captions.size() + " results, must have one");
            }
            results.put(image, captions.get(0));
        });
        return results;
    }

    private static CaptionCollector read(Path file) {
        CaptionCollector captions = new CaptionCollector(file);
        JsonTokens.read(file, parser -> {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                captions.annotations(parser);
            } else if (first == JsonToken.START_OBJECT) {
                members(captions, parser);
            } else {
                throw JsonTokens.wrong(file, parser, "must be a list or an object");
            }
        });
        if (captions.byImage().isEmpty()) {
            throw new DataException(file + ": has no captions");
        }
        return captions;
    }

    // COCO's object and a map look alike until the first value: only COCO's has objects or lists of objects.
    private static void members(CaptionCollector captions, JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_ARRAY && name.equals("annotations")) {
                captions.annotationsOrEntry(name, parser);
            } else if (value == JsonToken.START_ARRAY) {
                captions.listOrNothing(name, parser);
            } else if (value == JsonToken.VALUE_STRING) {
                captions.entry(name, parser);
            } else {
                parser.skipChildren();
            }
        }
        captions.end();
    }
}
