package io.magma.train.convert;

import io.magma.train.data.FileBytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes what annotations say, picture by picture, in the order in which pictures are first named. */
public final class SampleCollector {
    private final Map<FileBytes, SourceSample> samples = new LinkedHashMap<>();
    private final Map<String, Long> leftOut = new TreeMap<>();

    /** The sample of a picture, made when it is named first. */
    SourceSample of(FileBytes image) {
        return samples.computeIfAbsent(image, SourceSample::new);
    }

    /** Adds a caption, or counts it as empty. */
    void caption(FileBytes image, String caption) {
        if (!of(image).addCaption(caption)) {
            leaveOut("empty captions");
        }
    }

    /** Counts an annotation that is not taken. */
    void leaveOut(String kind) {
        leaveOut(kind, 1);
    }

    /** Counts annotations that are not taken. */
    void leaveOut(String kind, long count) {
        if (count > 0) {
            leftOut.merge(kind, count, Long::sum);
        }
    }

    /** The pictures about which something is said; those about which nothing is are counted. */
    List<SourceSample> samples() {
        List<SourceSample> said =
                samples.values().stream().filter(s -> !s.isBare()).toList();
        if (said.size() < samples.size()) {
            leftOut.put("pictures without texts", (long) samples.size() - said.size());
        }
        return said;
    }

    /** How many annotations were left out, by kind. */
    Map<String, Long> leftOut() {
        return new TreeMap<>(leftOut);
    }
}
