package io.magma.train.eval;

import io.magma.config.SourceConfig;
import io.magma.train.data.DataException;
import io.magma.train.data.Sample;
import io.magma.train.data.SampleSource;
import io.magma.train.data.SampleSources;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** Samples out of evaluation sources. */
public final class EvaluationSamples {
    /** Types of questions that no exact match can score, since they have many right answers or no held-out samples. */
    public static final Set<String> UNSCORED = Set.of("keyword", "hair");

    private EvaluationSamples() {}

    /**
     * The samples that are scored.
     *
     * @param limit most samples of each source, taken evenly over it; 0 means all
     * @throws DataException if a source is missing, malformed or has nothing to score
     */
    public static List<Sample> scored(List<SourceConfig> sources, int limit) {
        return read(sources, limit, sample -> !UNSCORED.contains(sample.type()));
    }

    /** All samples, or {@code limit} of each source. */
    public static List<Sample> all(List<SourceConfig> sources, int limit) {
        return read(sources, limit, sample -> true);
    }

    private static List<Sample> read(List<SourceConfig> sources, int limit, Predicate<Sample> wanted) {
        List<Sample> samples = new ArrayList<>();
        for (SourceConfig config : sources) {
            SampleSource source = SampleSources.open(config);
            List<Sample> of = new ArrayList<>();
            for (int i = 0; i < source.size(); i++) {
                Sample sample = source.get(i, 0);
                if (wanted.test(sample)) {
                    of.add(sample);
                }
            }
            if (of.isEmpty()) {
                throw new DataException(config.path() + ": has no sample that can be scored");
            }
            samples.addAll(evenly(of, limit));
        }
        return samples;
    }

    /** At most {@code limit} elements in their order, at equal distances; 0 means all. */
    static <T> List<T> evenly(List<T> all, int limit) {
        int count = limit == 0 ? all.size() : Math.min(limit, all.size());
        return LongStream.range(0, count)
                .mapToObj(i -> all.get((int) (i * all.size() / count)))
                .toList();
    }
}
