package io.magma.train.inspect;

import io.magma.text.Tokenizer;
import io.magma.train.data.QuestionAnswers;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is in a data set, in numbers. */
public final class DataStats {
    private final Optional<Tokenizer> tokenizer;
    private final Map<String, Values> spreads = new LinkedHashMap<>();
    private final Map<String, Long> modes = new TreeMap<>();
    private final Map<String, Long> formats = new TreeMap<>();
    private final Map<String, Long> types = new TreeMap<>();
    private final Set<String> seen = new HashSet<>();
    private long pictures;
    private long broken;
    private long duplicates;
    private long captions;
    private long questions;

    private DataStats(Optional<Tokenizer> tokenizer) {
        this.tokenizer = tokenizer;
    }

    /**
     * Measures a data set.
     *
     * @param limit most pictures, taken at equal distances; 0 means all
     * @param tokenizer counts tokens too, if there is one; the end token is not counted
     * @return numbers, {@link Distribution}s and counts by name, in a fixed order: {@code pictures} read, {@code broken} ones,
     *     {@code duplicates} of an earlier picture's bytes, {@code modes} and {@code formats} of the pictures, {@code types} of the
     *     questions, and the distributions of sizes, aspect ratios (width / height) and lengths
     */
    public static Map<String, Object> of(PictureScan scan, int limit, Optional<Tokenizer> tokenizer)
            throws IOException {
        DataStats stats = new DataStats(tokenizer);
        scan.run(limit, stats::add);
        return stats.facts(scan.images().size());
    }

    private void add(PictureFacts facts) {
        pictures++;
        if (facts.picture().isEmpty()) {
            broken++;
            return;
        }
        PictureFacts.Sound picture = facts.picture().get();
        if (!seen.add(picture.sha256())) {
            duplicates++;
        }
        modes.merge(picture.mode().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
        formats.merge(picture.format().extension(), 1L, Long::sum);
        spread("width", picture.width());
        spread("height", picture.height());
        spread("aspect_ratio", (double) picture.width() / picture.height());
        spread("file_bytes", (double) picture.bytes());
        spread("captions_per_picture", picture.captions().size());
        spread("questions_per_picture", picture.questions().size());
        picture.captions().forEach(caption -> length("caption", caption));
        captions += picture.captions().size();
        picture.questions().forEach(this::add);
    }

    private void add(QuestionAnswers question) {
        questions++;
        types.merge(question.type().isEmpty() ? "(none)" : question.type(), 1L, Long::sum);
        length("prompt", question.question());
        length("answer", question.answers().get(0));
    }

    private void length(String what, String text) {
        spread(what + "_characters", text.codePointCount(0, text.length()));
        tokenizer.ifPresent(t -> spread(what + "_tokens", t.encode(text).length));
    }

    private void spread(String name, double value) {
        spreads.computeIfAbsent(name, key -> new Values()).add(value);
    }

    private Map<String, Object> facts(long size) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("size", size);
        facts.put("pictures", pictures);
        facts.put("broken", broken);
        facts.put("duplicates", duplicates);
        facts.put("captions", captions);
        facts.put("questions", questions);
        facts.put("modes", modes);
        facts.put("formats", formats);
        if (questions > 0) {
            facts.put("types", types);
        }
        spreads.forEach((name, values) -> values.distribution().ifPresent(d -> facts.put(name, d)));
        return facts;
    }
}
