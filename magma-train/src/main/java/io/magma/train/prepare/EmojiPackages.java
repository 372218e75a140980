package io.magma.train.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.magma.train.data.DataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the npm packages that hold emoji art and English names.
 *
 * <p>Splits: a tenth of the concepts is held out in every style ({@code val_concept}); of the others a fifth has its
 * Twitter picture held out ({@code val_style}). Further styles only train. A concept is an emoji with skin tone, hair and gender removed, so that no
 * variant of a held-out picture is trained on.
 */
final class EmojiPackages {

    /** Art styles of which pictures are held out, in the order in which pictures are listed. */
    static final List<String> EVALUATED_STYLES = List.of("google", "twitter");

    private static final Logger logger = LoggerFactory.getLogger(EmojiPackages.class);

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
    private final List<EmojiArt> styles = new ArrayList<>();
    private final Map<String, JsonNode> names = new HashMap<>();

    private EmojiPackages(Path nodeModules, boolean fluent) {
        this.nodeModules = nodeModules;
        EVALUATED_STYLES.forEach(style -> styles.add(new SheetArt(nodeModules, style)));
        if (fluent) {
            styles.add(FluentFlatArt.open(nodeModules));
            styles.add(new Fluent3dArt(nodeModules));
        }
    }

    /**
     * Lists every picture that has an English name.
     *
     * @param fluent whether Fluent's styles are read as well; of held-out concepts they are left out
     * @throws DataException if a package is missing or unreadable
     */
    static List<EmojiPicture> read(Path nodeModules, boolean fluent) {
        EmojiPackages packages = new EmojiPackages(nodeModules, fluent);
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
                String name =
                        annotation(EmojiGlyph.of(variant)).path("tts").path(0).asText();
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
        EmojiGlyph glyph = EmojiGlyph.of(variant);
        String concept = concept(glyph);
        List<String> keywords = new ArrayList<>();
        for (JsonNode keyword : annotation(glyph).path("default")) {
            if (!keyword.asText().contains("skin tone")) {
                keywords.add(keyword.asText());
            }
        }
        for (EmojiArt art : styles) {
            Optional<EmojiPicture.Split> split = split(concept, art.style());
            Optional<EmojiArt.PngSource> png = art.find(glyph);
            if (split.isPresent() && png.isPresent()) {
                pictures.add(new EmojiPicture(
                        art.style() + "_" + glyph.id(),
                        png.get(),
                        split.get(),
                        name,
                        List.copyOf(keywords),
                        emoji.path("category").asText(),
                        emoji.path("subcategory").asText(),
                        concept,
                        art.style()));
            }
        }
    }

    private static Optional<EmojiPicture.Split> split(String concept, String style) {
        boolean evaluated = EVALUATED_STYLES.contains(style);
        if (HashFraction.of("c" + concept) < 0.10) {
            return evaluated ? Optional.of(EmojiPicture.Split.VAL_CONCEPT) : Optional.empty();
        }
        if (!evaluated) {
            return Optional.of(EmojiPicture.Split.TRAIN_FLUENT);
        }
        return Optional.of(
                style.equals("twitter") && HashFraction.of("s" + concept) < 0.20
                        ? EmojiPicture.Split.VAL_STYLE
                        : EmojiPicture.Split.TRAIN);
    }

    private static String concept(EmojiGlyph glyph) {
        return glyph.codePoints()
                .filter(point -> !DROPPED.contains(point))
                .map(point -> PERSONS.getOrDefault(point, point))
                .mapToObj(point -> String.format(Locale.ROOT, "%x", point))
                .collect(Collectors.joining("-"));
    }

    private JsonNode annotation(EmojiGlyph glyph) {
        String characters = glyph.codePoints()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        JsonNode direct = names.get(characters);
        // CLDR writes most sequences without the variation selector.
        JsonNode found =
                direct != null ? direct : names.get(characters.replace(Character.toString(VARIATION_SELECTOR), ""));
        return found != null ? found : MissingNode.getInstance();
    }

    private void readNames(String file, String root) {
        json(file).path(root).path("annotations").forEachEntry(names::put);
    }

    private JsonNode json(String file) {
        return PackageJson.read(nodeModules.resolve(file));
    }
}
