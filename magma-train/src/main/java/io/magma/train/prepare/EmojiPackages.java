package io.magma.train.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the npm packages that hold emoji art and English names.
 *
 * <p>Splits: a tenth of the concepts is held out in every style ({@code val_concept}); of the others a fifth has its
 * Twitter picture held out ({@code val_style}). A concept is an emoji with skin tone, hair and gender removed, so that no
 * variant of a held-out picture is trained on.
 */
final class EmojiPackages {

    /** Art styles, in the order in which pictures are listed. */
    static final List<String> STYLES = List.of("google", "twitter");

    private static final Logger logger = LoggerFactory.getLogger(EmojiPackages.class);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PERSON = 0x1f9d1;
    private static final Map<Integer, Integer> PERSONS = Map.of(0x1f468, PERSON, 0x1f469, PERSON);
    private static final int VARIATION_SELECTOR = 0xfe0f;
    private static final Set<Integer> DROPPED = IntStream.concat(
                    IntStream.rangeClosed(0x1f3fb, 0x1f3ff), // skin tones
                    // hair, gender signs, joiner
                    IntStream.of(0x1f9b0, 0x1f9b1, 0x1f9b2, 0x1f9b3, 0x2640, 0x2642, 0x200d, VARIATION_SELECTOR))
            .boxed()
            .collect(Collectors.toUnmodifiableSet());

    private final Path nodeModules;
    private final Map<String, JsonNode> names = new HashMap<>();

    private EmojiPackages(Path nodeModules) {
        this.nodeModules = nodeModules;
    }

    /**
     * Lists every picture that has an English name.
     *
     * @throws DataException if a package is missing or unreadable
     */
    static List<EmojiPicture> read(Path nodeModules) {
        EmojiPackages packages = new EmojiPackages(nodeModules);
        packages.readNames("cldr-annotations-full/annotations/en/annotations.json", "annotations");
        packages.readNames(
                "cldr-annotations-derived-full/annotationsDerived/en/annotations.json", "annotationsDerived");
        return packages.pictures();
    }

    private List<EmojiPicture> pictures() {
        List<EmojiPicture> pictures = new ArrayList<>();
        int unnamed = 0;
        for (JsonNode emoji : json("emoji-datasource-google/emoji.json")) {
            if (emoji.path("category").asText().equals("Component")) {
                continue;
            }
            List<JsonNode> variants = new ArrayList<>();
            variants.add(emoji);
            emoji.path("skin_variations").forEach(variants::add);
            for (JsonNode variant : variants) {
                String name = annotation(variant).path("tts").path(0).asText();
                if (name.isEmpty()) {
                    unnamed++;
                    continue;
                }
                addStyles(emoji, variant, name, pictures);
            }
        }
        logger.info("{} pictures; {} emoji without an English name left out", pictures.size(), unnamed);
        return pictures;
    }

    private void addStyles(JsonNode emoji, JsonNode variant, String name, List<EmojiPicture> pictures) {
        String image = variant.path("image").asText();
        String concept = concept(variant.path("unified").asText());
        List<String> keywords = new ArrayList<>();
        for (JsonNode keyword : annotation(variant).path("default")) {
            if (!keyword.asText().contains("skin tone")) {
                keywords.add(keyword.asText());
            }
        }
        for (String style : STYLES) {
            Path file = nodeModules.resolve("emoji-datasource-%s/img/%s/64/%s".formatted(style, style, image));
            if (variant.path("has_img_" + style).asBoolean() && Files.exists(file)) {
                pictures.add(new EmojiPicture(
                        style + "_" + image.substring(0, image.length() - ".png".length()),
                        file,
                        split(concept, style),
                        name,
                        List.copyOf(keywords),
                        emoji.path("category").asText(),
                        emoji.path("subcategory").asText(),
                        concept,
                        style));
            }
        }
    }

    private static EmojiPicture.Split split(String concept, String style) {
        if (HashFraction.of("c" + concept) < 0.10) {
            return EmojiPicture.Split.VAL_CONCEPT;
        }
        return style.equals("twitter") && HashFraction.of("s" + concept) < 0.20
                ? EmojiPicture.Split.VAL_STYLE
                : EmojiPicture.Split.TRAIN;
    }

    private static String concept(String unified) {
        return codePoints(unified)
                .filter(point -> !DROPPED.contains(point))
                .map(point -> PERSONS.getOrDefault(point, point))
                .mapToObj(point -> String.format(Locale.ROOT, "%x", point))
                .collect(Collectors.joining("-"));
    }

    private JsonNode annotation(JsonNode variant) {
        String characters = codePoints(variant.path("unified").asText())
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        JsonNode direct = names.get(characters);
        // CLDR writes most sequences without the variation selector.
        JsonNode found =
                direct != null ? direct : names.get(characters.replace(Character.toString(VARIATION_SELECTOR), ""));
        return found != null ? found : JSON.missingNode();
    }

    private static IntStream codePoints(String unified) {
        return List.of(unified.split("-", -1)).stream().mapToInt(hex -> Integer.parseInt(hex, 16));
    }

    private void readNames(String file, String root) {
        json(file).path(root).path("annotations").forEachEntry(names::put);
    }

    private JsonNode json(String file) {
        Path path = nodeModules.resolve(file);
        try {
            return JSON.readTree(path.toFile());
        } catch (IOException e) {
            throw new DataException(path + ": cannot be read (is the npm package installed?): " + e.getMessage(), e);
        }
    }
}
