package io.magma.train.convert;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The pictures that could not be used, and why. */
record ConversionSkips(List<Skip> skips) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE_NAME = "skipped.jsonl";

    /**
     * A picture that could not be used.
     *
     * @param image its name in the data set
     * @param problem {@code missing}, {@code unreadable} or {@code undecodable}
     * @param reason in words
     */
    record Skip(String image, String problem, String reason) {}

    /** Those of a finished conversion, missing and unreadable ones first. */
    static ConversionSkips of(List<SourceSample> samples, DistinctPictures distinct, ConversionState state) {
        List<Skip> skips = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            ContentHash hash = state.hashes().get(i);
            if (!hash.isUsable()) {
                skips.add(new Skip(samples.get(i).image().name(), hash.problem(), hash.reason()));
            }
        }
        state.undecodable().forEach((number, reason) -> {
            SourceSample sample = distinct.samples().get(number);
            skips.add(new Skip(sample.image().name(), "undecodable", reason));
            sample.otherNames().forEach(name -> skips.add(new Skip(name, "undecodable", reason)));
        });
        return new ConversionSkips(List.copyOf(skips));
    }

    int size() {
        return skips.size();
    }

    long count(String problem) {
        return skips.stream().filter(s -> s.problem().equals(problem)).count();
    }

    /** Writes {@code skipped.jsonl}, if there is anything to tell. */
    void write(Path folder) throws IOException {
        if (skips.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        for (Skip skip : skips) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("image", skip.image());
            line.put("problem", skip.problem());
            line.put("reason", skip.reason());
            lines.add(JSON.writeValueAsString(line));
        }
        Files.write(folder.resolve(FILE_NAME), lines);
    }
}
