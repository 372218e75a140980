package io.magma.train.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Questions in JSON lines: {@code image_path} or {@code image} (relative to the file's folder), {@code prompt} or {@code
 * question}, {@code answer} or {@code answers}, optionally {@code type}.
 */
final class QaRows {

    private QaRows() {}

    /**
     * Reads every row.
     *
     * @param path a file, or a folder of {@code *.jsonl}
     * @throws DataException if a file cannot be read or a line is not such an object
     */
    static SampleSource read(Path path, Predicate<String> types, TextStyle style) {
        QuestionSource source = new QuestionSource(style);
        TextLines.visit(path, List.of("jsonl"), (line, file, number) -> {
            String where = file + ":" + number;
            try {
                JsonNode row = Annotation.parse(line.getBytes(StandardCharsets.UTF_8), where);
                QuestionAnswers question = Annotation.question(row, where);
                if (types.test(question.type())) {
                    Optional<ImageBytes> image = Annotation.texts(row, "image_path", "image").stream()
                            .findFirst()
                            .map(name -> ImageBytes.ofFile(file.resolveSibling(name)));
                    source.add(where, image, question);
                }
            } catch (CorruptSampleException e) {
                // a malformed line is a mistake in the file, not a picture that broke on the way
                throw new DataException(String.valueOf(e.getMessage()), e);
            }
        });
        return source;
    }
}
