package io.magma.train.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Documents without pictures: {@code {"text": ...}} lines of {@code *.jsonl} or {@code *.json}, plain lines of any other file.
 *
 * <p>All texts are held in memory.
 */
final class TextSource implements SampleSource {

    private final List<String> texts = new ArrayList<>();

    private TextSource() {}

    /**
     * Reads every document.
     *
     * @param path a file, or a folder of {@code *.jsonl} and {@code *.txt}
     * @throws DataException if a file cannot be read or a line is not such an object
     */
    static TextSource read(Path path) {
        TextSource source = new TextSource();
        TextLines.visit(path, List.of("jsonl", "txt"), (line, file, number) -> {
            boolean json = file.toString().endsWith(".jsonl") || file.toString().endsWith(".json");
            source.texts.add(json ? text(line, file + ":" + number) : line);
        });
        return source;
    }

    private static String text(String line, String where) {
        try {
            JsonNode text = Annotation.parse(line.getBytes(StandardCharsets.UTF_8), where)
                    .path("text");
            if (!text.isTextual()) {
                throw new DataException(where + ": has no text");
            }
            return text.textValue();
        } catch (CorruptSampleException e) {
            throw new DataException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public Sample get(int index, long draw) {
        String text = texts.get(index);
        return new Sample("text " + index, Optional.empty(), "", text, false, "text", List.of(text));
    }
}
