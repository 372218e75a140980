package io.magma.train.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One sample of a tar shard: {@code KEY.png|jpg|jpeg|webp} with {@code KEY.json} ({@code captions} or {@code caption}, {@code
 * questions}) or {@code KEY.txt} (one caption) beside it.
 *
 * @param key names the sample
 * @param image the picture
 * @param json the JSON, if there is one; either this or the text is there
 * @param text the text, if there is one
 */
record WebDatasetSample(String key, ImageBytes image, Optional<ImageBytes> json, Optional<ImageBytes> text) {

    private static final List<String> IMAGES = List.of("png", "jpg", "jpeg", "webp");

    /**
     * A member's key, which ends at the first dot of its last path element, and the rest in lower case.
     *
     * @param key name of the sample
     * @param extension which part of it
     */
    record MemberName(String key, String extension) {

        /** Whether a sample has such a part. */
        boolean isPart() {
            return extension.equals("json") || extension.equals("txt") || IMAGES.contains(extension);
        }
    }

    /** Splits a member's path in the archive; empty if it has no key. */
    static Optional<MemberName> split(String path) {
        int dot = path.indexOf('.', path.lastIndexOf('/') + 1);
        return dot > 0
                ? Optional.of(new MemberName(
                        path.substring(0, dot), path.substring(dot + 1).toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /** Puts a sample together; empty if the picture or every text is missing. */
    static Optional<WebDatasetSample> of(String key, Map<String, ? extends ImageBytes> parts) {
        Optional<ImageBytes> json = Optional.ofNullable(parts.get("json"));
        Optional<ImageBytes> text = Optional.ofNullable(parts.get("txt"));
        Optional<ImageBytes> image = IMAGES.stream()
                .filter(parts::containsKey)
                .findFirst()
                .flatMap(extension -> Optional.ofNullable(parts.get(extension)));
        return json.isPresent() || text.isPresent()
                ? image.map(picture -> new WebDatasetSample(key, picture, json, text))
                : Optional.empty();
    }

    /**
     * Returns the captions, at least one.
     *
     * @throws CorruptSampleException if there is none
     */
    List<String> captions() {
        Optional<JsonNode> parsed = json.map(WebDatasetSample::parse);
        boolean inJson = parsed.isPresent()
                && !Annotation.texts(parsed.get(), "captions", "caption").isEmpty();
        if (!inJson && text.isPresent()) {
            return List.of(new String(text.get().read(), StandardCharsets.UTF_8).strip());
        }
        return Annotation.captions(parsed.orElseThrow(), image.name());
    }

    /**
     * Returns the questions, possibly none.
     *
     * @throws CorruptSampleException if they cannot be read
     */
    List<QuestionAnswers> questions() {
        return json.map(part -> Annotation.questions(parse(part), part.name())).orElse(List.of());
    }

    /**
     * Returns what {@code metadata} of the JSON says under a key.
     *
     * @throws CorruptSampleException if it cannot be read
     */
    Optional<String> metadata(String key) {
        return json.flatMap(part -> Annotation.metadata(parse(part), key));
    }

    private static JsonNode parse(ImageBytes part) {
        return Annotation.parse(part.read(), part.name());
    }
}
