package io.magma.train.eval.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.magma.train.data.DataException;
import io.magma.train.eval.answer.IdMatch;
import io.magma.train.eval.answer.IdMismatch;
import io.magma.train.json.AnnotationFile;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Official files of tasks whose answer is a confidence. Every method throws {@link DataException} in one line. */
public final class RankingFiles {
    private static final double HALF = 0.5;

    private RankingFiles() {}

    /**
     * Hateful Memes: JSON lines with {@code id} and {@code label}; the submission is CSV or JSON lines with {@code id, proba} and, if it
     * tells, {@code label}, otherwise a confidence of at least 0.5 is a yes.
     *
     * @see <a href="https://hatefulmemeschallenge.com/">Hateful Memes</a>
     */
    public static Ranked hatefulMemes(Path annotations, Path results, IdMatch match) {
        Map<String, Boolean> truth = new LinkedHashMap<>();
        JsonElements.ofLines(annotations, meme -> put(truth, meme.id("id"), meme.index("label", 2) == 1, meme.where()));
        Map<String, Said> said = new LinkedHashMap<>();
        Consumer<Element> each = row -> {
            double confidence = number(row, "proba");
            boolean positive = row.has("label") ? number(row, "label") == 1 : confidence >= HALF;
            put(said, row.id("id"), new Said(confidence, positive), row.where());
        };
        if (results.toString().endsWith(".csv")) {
            csv(results, each);
        } else {
            JsonElements.ofLines(results, each);
        }
        return ranking(results, truth, said, match);
    }

    /**
     * VizWiz, answerability: lists of objects with {@code image} and {@code answerable}, 0 or 1 in the annotations, a confidence in the
     * results, of which more than 0.5 is a yes.
     *
     * @see <a href="https://vizwiz.org/tasks-and-datasets/vqa/">VizWiz-VQA, task 2</a>
     */
    public static Ranked answerability(Path annotations, Path results, IdMatch match) {
        Map<String, Boolean> truth = new LinkedHashMap<>();
        JsonElements.ofList(
                annotations, row -> put(truth, row.text("image"), row.index("answerable", 2) == 1, row.where()));
        Map<String, Said> said = new LinkedHashMap<>();
        JsonElements.ofList(results, row -> {
            double confidence = number(row, "answerable");
            put(said, row.text("image"), new Said(confidence, confidence > HALF), row.where());
        });
        return ranking(results, truth, said, match);
    }

    /**
     * What was read.
     *
     * @param ranking the items that are in annotations and results
     * @param mismatch ids that are only in one of them
     */
    public record Ranked(BinaryRanking ranking, IdMismatch mismatch) {}

    private record Said(double confidence, boolean positive) {}

    private static Ranked ranking(Path results, Map<String, Boolean> truth, Map<String, Said> said, IdMatch match) {
        List<String> unanswered = new ArrayList<>(truth.keySet());
        unanswered.removeAll(said.keySet());
        List<String> unknown = new ArrayList<>(said.keySet());
        unknown.removeAll(truth.keySet());
        IdMismatch mismatch = new IdMismatch(unanswered, unknown);
        List<String> both = new ArrayList<>(truth.keySet());
        both.retainAll(said.keySet());
        if (both.isEmpty()) {
            throw new DataException(results + ": has none of the " + truth.size() + " annotated items");
        }
        if (match == IdMatch.STRICT && !mismatch.isNone()) {
            throw new DataException(results + ": " + mismatch.told() + "; --partial scores the rest");
        }
        boolean[] positive = new boolean[both.size()];
        double[] confidence = new double[both.size()];
        boolean[] yes = new boolean[both.size()];
        for (int i = 0; i < both.size(); i++) {
            Optional<Said> one = Optional.ofNullable(said.get(both.get(i)));
            positive[i] = Boolean.TRUE.equals(truth.get(both.get(i)));
            confidence[i] = one.orElseThrow().confidence();
            yes[i] = one.orElseThrow().positive();
        }
        return new Ranked(new BinaryRanking(positive, confidence, yes), mismatch);
    }

    private static <T> void put(Map<String, T> map, String id, T value, String where) {
        if (map.putIfAbsent(id, value) != null) {
            throw new DataException(where + ": " + id + " is there twice");
        }
    }

    /** A number, or a text that is one, as CSV has it. */
    private static double number(Element row, String key) {
        JsonNode value = row.json().path(key);
        try {
            double number = value.isNumber() ? value.doubleValue() : Double.parseDouble(value.asText());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new DataException(row.where() + ": " + key + " must be a number, was '" + value.asText() + "'", e);
        }
        throw new DataException(row.where() + ": " + key + " must be finite, was " + value.asText());
    }

    private static void csv(Path file, Consumer<Element> each) {
        try (BufferedReader reader = AnnotationFile.open(file);
                MappingIterator<JsonNode> rows = new CsvMapper()
                        .readerFor(JsonNode.class)
                        .with(CsvSchema.emptySchema().withHeader())
                        .readValues(reader)) {
            while (rows.hasNextValue()) {
                int line = rows.getCurrentLocation().getLineNr();
                each.accept(new Element(rows.nextValue(), file + ":" + line));
            }
        } catch (IOException e) {
            throw AnnotationFile.unreadable(file, e);
        }
    }
}
