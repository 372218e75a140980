package io.magma.train.eval.report;

import io.magma.train.eval.report.ItemChoice.Candidate;
import io.magma.train.eval.report.Results.Trial;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads the chosen items and their pictures. */
final class ShownItems {
    private ShownItems() {}

    static List<ShownItem> of(List<Candidate> chosen) {
        Map<Trial, Map<Integer, AskedItem>> read = new HashMap<>();
        Map<Trial, Map<String, Map<String, String>>> said = new HashMap<>();
        Map<Trial, List<Candidate>> byTrial = new LinkedHashMap<>();
        chosen.forEach(
                c -> byTrial.computeIfAbsent(c.trial(), t -> new ArrayList<>()).add(c));
        byTrial.forEach((trial, candidates) -> {
            Map<Integer, AskedItem> items = lines(trial, candidates);
            read.put(trial, items);
            Set<String> ids = new HashSet<>();
            items.values().forEach(item -> ids.add(item.id()));
            said.put(trial, baselines(candidates.get(0).series(), trial, ids));
        });
        Map<String, Thumbnail> pictures = new HashMap<>();
        List<ShownItem> shown = new ArrayList<>();
        for (Candidate c : chosen) {
            AskedItem item = Objects.requireNonNull(
                    Objects.requireNonNull(read.get(c.trial())).get(c.line()));
            shown.add(new ShownItem(
                    c.series(),
                    c.trial().shots(),
                    c.trial().seed(),
                    item,
                    pictures.computeIfAbsent(item.image().toString(), path -> Thumbnail.of(item.image())),
                    Objects.requireNonNull(said.get(c.trial())).getOrDefault(item.id(), Map.of())));
        }
        return shown;
    }

    private static Map<Integer, AskedItem> lines(Trial trial, List<Candidate> candidates) {
        Set<Integer> wanted = new HashSet<>();
        candidates.forEach(c -> wanted.add(c.line()));
        Map<Integer, AskedItem> items = new HashMap<>();
        new ItemLines(trial.itemFile()).forEach((line, item) -> {
            if (wanted.contains(line)) {
                items.put(line, item);
            }
        });
        return items;
    }

    /** What each baseline said to the same items: by item, then by baseline. */
    private static Map<String, Map<String, String>> baselines(Series series, Trial trial, Set<String> ids) {
        Map<String, Map<String, String>> said = new HashMap<>();
        for (Trial other : series.task().trials()) {
            if (!other.sees() && other.shots() == trial.shots() && other.seed() == trial.seed()) {
                new ItemLines(other.itemFile()).forEach((line, item) -> {
                    if (ids.contains(item.id())) {
                        said.computeIfAbsent(item.id(), id -> new LinkedHashMap<>())
                                .put(other.baseline(), item.output().strip());
                    }
                });
            }
        }
        return said;
    }
}
