package io.magma.train.eval.caption;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.DataException;
import io.magma.train.json.JsonTokens;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The domains of nocaps (Agrawal et al. 2019): whether the objects of an image are those of COCO ({@code in-domain}), not
 * ({@code out-domain}) or both ({@code near-domain}). They are read from the {@code domain} of each of the {@code images} in
 * nocaps' image info or annotation file.
 */
public final class NocapsDomains {
    /** The domains in the order of nocaps' tables. */
    public static final List<String> NAMES = List.of("in-domain", "near-domain", "out-domain");

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, String> domains;

    private NocapsDomains(Path file, Map<String, String> domains) {
        this.file = file;
        this.domains = domains;
    }

    /**
     * Reads a file.
     *
     * @throws DataException if it has no {@code images}, one of them has no {@code id}, or a domain that nocaps does not have
     */
    public static NocapsDomains read(Path file) {
        Map<String, String> domains = new HashMap<>();
        JsonTokens.read(file, parser -> {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw JsonTokens.wrong(file, parser, "must be an object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean images = parser.currentName().equals("images");
                if (parser.nextToken() == JsonToken.START_ARRAY && images) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        String where =
                                file + ":" + parser.currentTokenLocation().getLineNr();
                        add(JSON.readTree(parser), where, domains);
                    }
                } else {
                    parser.skipChildren();
                }
            }
        });
        if (domains.isEmpty()) {
            throw new DataException(file + ": no image has a domain");
        }
        return new NocapsDomains(file, domains);
    }

    /**
     * Sorts images by domain; domains without an image are left out.
     *
     * @throws DataException if the domain of an image is not known
     */
    public Map<String, List<CaptionedImage>> sort(List<CaptionedImage> images) {
        Map<String, List<CaptionedImage>> sorted = new LinkedHashMap<>();
        NAMES.forEach(name -> sorted.put(name, new ArrayList<>()));
        for (CaptionedImage image : images) {
            String domain = Optional.ofNullable(domains.get(image.id()))
                    .orElseThrow(() -> new DataException(file + ": has no domain of image " + image.id()));
            sorted.computeIfAbsent(domain, name -> new ArrayList<>()).add(image);
        }
        sorted.values().removeIf(List::isEmpty);
        return sorted;
    }

    private static void add(JsonNode image, String where, Map<String, String> domains) {
        JsonNode id = image.path("id");
        JsonNode domain = image.path("domain");
        if (!id.isIntegralNumber() && !id.isTextual()) {
            throw new DataException(where + ": id must be a text or a whole number");
        }
        if (domain.isMissingNode() || domain.isNull()) {
            return; // the test split tells none; an image of the results without one is refused when it is sorted
        }
        String name = domain.asText().endsWith("-domain") ? domain.asText() : domain.asText() + "-domain";
        if (!NAMES.contains(name)) {
            throw new DataException(where + ": domain must be one of " + String.join(", ", NAMES) + ", was " + domain);
        }
        if (domains.put(id.asText(), name) != null) {
            throw new DataException(where + ": image " + id.asText() + " is there twice");
        }
    }
}
