package io.magma.train.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Scores that others published, each with its source.
 *
 * @param all in the order of the file
 * @param fullSplits items of the split that a task asks by default, where that is known
 */
record PublishedScores(List<PublishedScore> all, Map<String, Integer> fullSplits) {
    private static final String RESOURCE = "published_scores.yml";

    /** Reads those that come with the framework. */
    static PublishedScores load() {
        try (InputStream in = PublishedScores.class.getResourceAsStream(RESOURCE)) {
            JsonFields root = new JsonFields(RESOURCE, new YAMLMapper().readTree(in));
            List<PublishedScore> all = new ArrayList<>();
            for (JsonFields system : root.objects("systems")) {
                system.objects("scores").forEach(score -> all.add(score(system, score)));
            }
            return new PublishedScores(all, root.map("full_splits", JsonNode::asInt));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
    }

    private static PublishedScore score(JsonFields system, JsonFields score) {
        TreeMap<Integer, Double> byShots = new TreeMap<>();
        score.map("by_shots", JsonNode::asDouble).forEach((shots, value) -> byShots.put(Integer.valueOf(shots), value));
        return new PublishedScore(
                system.text("model"),
                system.text("source"),
                system.text("note", ""),
                score.text("task"),
                score.text("split", ""),
                score.text("metric"),
                byShots);
    }

    /** Those on a task, judged in the same way. */
    List<PublishedScore> on(String task, String metric) {
        return all.stream()
                .filter(score -> score.task().equals(task) && score.metric().equals(metric))
                .toList();
    }

    /** Items of a task's split, where that is known. */
    OptionalInt fullSplit(String task) {
        Integer items = fullSplits.get(task);
        return items == null ? OptionalInt.empty() : OptionalInt.of(items);
    }
}
