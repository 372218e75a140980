package io.magma.train.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The JSON of a sample, as {@link io.magma.train.data} reads it. */
final class SampleJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleJson() {}

    /**
     * Writes {@code image_path} if there is one, {@code captions}, {@code questions} and {@code metadata}.
     *
     * @param sha256 of the data set's own bytes
     */
    static byte[] of(Optional<String> imagePath, SourceSample sample, String sha256, ConvertedPicture picture) {
        Map<String, Object> json = new LinkedHashMap<>();
        imagePath.ifPresent(path -> json.put("image_path", path));
        json.put("captions", sample.captions());
        if (!sample.questions().isEmpty()) {
            json.put(
                    "questions",
                    sample.questions().stream().map(SourceQuestion::json).toList());
        }
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("source", sample.image().name());
        metadata.put("sha256", sha256);
        if (!sample.otherNames().isEmpty()) {
            metadata.put("other_sources", sample.otherNames());
        }
        if (picture.encodedAnew()) {
            metadata.put("original_width", picture.width());
            metadata.put("original_height", picture.height());
        }
        sample.metadata().forEach(metadata::putIfAbsent);
        json.put("metadata", metadata);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts, numbers and lists of them are JSON", e);
        }
    }
}
