package io.magma.train.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Reads annotation files element by element, so that only one element is in memory; {@code .gz} is unpacked on the way.
 *
 * <p>Every method throws {@link DataException} in one line with file and line: for a file that cannot be read, text that is no JSON
 * or ends early, and bytes that are no UTF-8.
 */
public final class JsonElements {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonElements() {}

    /** Visits the elements of a file that is one list. */
    public static void ofList(Path file, Consumer<Element> each) {
        JsonTokens.read(file, parser -> {
            expect(parser, file, parser.nextToken() == JsonToken.START_ARRAY, "a list");
            elements(parser, file, each);
        });
    }

    /** Visits the members of a file that is one object. */
    public static void ofObject(Path file, BiConsumer<String, Element> each) {
        JsonTokens.read(file, parser -> {
            expect(parser, file, parser.nextToken() == JsonToken.START_OBJECT, "an object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                each.accept(name, element(parser, file));
            }
        });
    }

    /**
     * Visits some members of a file that is one object: the elements of those that are lists, one by one, and others whole.
     *
     * @param members what to do with each, by name; a list or value that is not there is not visited
     * @return the names that were there
     */
    public static Set<String> ofMembers(Path file, Map<String, Consumer<Element>> members) {
        Set<String> found = new HashSet<>();
        JsonTokens.read(file, parser -> {
            expect(parser, file, parser.nextToken() == JsonToken.START_OBJECT, "an object");
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                Consumer<Element> each = members.get(name);
                if (each == null) {
                    parser.skipChildren();
                } else if (value == JsonToken.START_ARRAY) {
                    found.add(name);
                    elements(parser, file, each);
                } else {
                    found.add(name);
                    each.accept(element(parser, file));
                }
            }
        });
        return found;
    }

    /** Whether the file is one list, rather than one object. */
    public static boolean isList(Path file) {
        boolean[] list = {false};
        JsonTokens.read(file, parser -> list[0] = parser.nextToken() == JsonToken.START_ARRAY);
        return list[0];
    }

    /** Visits the objects of a file of JSON lines; blank lines are skipped. */
    public static void ofLines(Path file, Consumer<Element> each) {
        // Latin-1 keeps the bytes as they are: the line that is no UTF-8 can be named.
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(AnnotationFile.bytes(file), StandardCharsets.ISO_8859_1))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                String where = file + ":" + number;
                String text = utf8(line.getBytes(StandardCharsets.ISO_8859_1), where);
                if (!text.isBlank()) {
                    each.accept(element(text, where));
                }
            }
        } catch (IOException e) {
            throw AnnotationFile.unreadable(file, e);
        }
    }

    /** Parses one object. */
    public static Element element(String json, String where) {
        try {
            JsonNode node = JSON.readTree(json);
            if (!node.isObject()) {
                throw new DataException(where + ": is not a JSON object");
            }
            return new Element(node, where);
        } catch (JsonProcessingException e) {
            throw new DataException(where + ": is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String utf8(byte[] line, String where) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DataException(where + ": is not UTF-8", e);
        }
    }

    private static void elements(JsonParser parser, Path file, Consumer<Element> each) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            each.accept(element(parser, file));
        }
    }

    private static Element element(JsonParser parser, Path file) throws IOException {
        String where = file + ":" + parser.currentLocation().getLineNr();
        return new Element(JSON.readTree(parser), where);
    }

    private static void expect(JsonParser parser, Path file, boolean holds, String what) {
        if (!holds) {
            throw JsonTokens.wrong(file, parser, "must be " + what);
        }
    }
}
