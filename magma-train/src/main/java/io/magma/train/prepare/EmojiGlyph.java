package io.magma.train.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An emoji as {@code emoji.json} of the {@code emoji-datasource} packages describes it.
 *
 * @param unified code points in hexadecimal, joined by hyphens
 * @param image file name of its pictures
 * @param drawnBy styles of the {@code emoji-datasource} packages that have drawn it
 */
record EmojiGlyph(String unified, String image, Set<String> drawnBy) {

    private static final String HAS_IMAGE = "has_img_";
    private static final String VARIATION_SELECTOR = "-fe0f";

    static EmojiGlyph of(JsonNode variant) {
        Set<String> styles = variant.properties().stream()
                .filter(e -> e.getKey().startsWith(HAS_IMAGE) && e.getValue().asBoolean())
                .map(e -> e.getKey().substring(HAS_IMAGE.length()))
                .collect(Collectors.toUnmodifiableSet());
        return new EmojiGlyph(
                variant.path("unified").asText(), variant.path("image").asText(), styles);
    }

    /** Name without the file's extension: code points in lower case. */
    String id() {
        return image.substring(0, image.length() - ".png".length());
    }

    /** The code points. */
    IntStream codePoints() {
        return List.of(unified.split("-", -1)).stream().mapToInt(hex -> Integer.parseInt(hex, 16));
    }

    /** Whether this is the flag of a country or of a part of one: regional indicators, or a black flag with tags. */
    boolean isRegionalFlag() {
        return codePoints().anyMatch(p -> (p >= 0x1f1e6 && p <= 0x1f1ff) || (p >= 0xe0020 && p <= 0xe007f));
    }

    /** Spellings under which packages file an emoji: with and without variation selectors, in lower case. */
    List<String> spellings() {
        String full = unified.toLowerCase(Locale.ROOT);
        return List.of(full, full.replace(VARIATION_SELECTOR, ""));
    }
}
