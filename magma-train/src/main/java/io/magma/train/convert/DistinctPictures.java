package io.magma.train.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Pictures of different content, with everything that is said about each.
 *
 * @param samples in the order of the first picture of each content
 * @param hashes of their bytes
 */
record DistinctPictures(List<SourceSample> samples, List<String> hashes) {

    /** Merges pictures of the same bytes; those without bytes are left out. */
    static DistinctPictures of(List<SourceSample> samples, List<ContentHash> hashes) {
        Map<String, SourceSample> distinct = new LinkedHashMap<>();
        for (int i = 0; i < samples.size(); i++) {
            SourceSample sample = samples.get(i);
            ContentHash hash = hashes.get(i);
            if (hash.isUsable()) {
                SourceSample first = distinct.computeIfAbsent(hash.sha256(), key -> sample);
                if (first != sample) {
                    first.merge(sample);
                }
            }
        }
        return new DistinctPictures(new ArrayList<>(distinct.values()), new ArrayList<>(distinct.keySet()));
    }

    int size() {
        return samples.size();
    }
}
