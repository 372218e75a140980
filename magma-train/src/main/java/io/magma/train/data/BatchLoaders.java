package io.magma.train.data;

import io.magma.config.ConfigException;
import io.magma.config.DataConfig;
import io.magma.config.DataFormat;
import io.magma.config.SourceConfig;
import io.magma.config.StreamingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Opens what the {@code data} section of a run describes.
 *
 * <p>Sources of format text become blocks of {@link RowEncoder#maxTokens} tokens; all others give a row a sample.
 */
public final class BatchLoaders {

    private final DataConfig config;
    private final RowEncoder encoder;
    private final Optional<PixelReader> pixels;
    private final Optional<KnownImages> known;
    private final long seed;

    /**
     * Prepares to open.
     *
     * @param config the data section
     * @param encoder makes token rows
     * @param pixels reads pictures; empty ignores them
     * @param seed of order, captions and augmentation
     */
    public BatchLoaders(DataConfig config, RowEncoder encoder, Optional<PixelReader> pixels, long seed) {
        this(config, encoder, pixels, Optional.empty(), seed);
    }

    /**
     * Prepares to open, for a model that keeps the features of pictures.
     *
     * @param config the data section
     * @param encoder makes token rows
     * @param pixels reads pictures; empty ignores them
     * @param known pictures that need not be read
     * @param seed of order, captions and augmentation
     */
    public BatchLoaders(
            DataConfig config,
            RowEncoder encoder,
            Optional<PixelReader> pixels,
            Optional<KnownImages> known,
            long seed) {
        this.config = config;
        this.encoder = encoder;
        this.pixels = pixels;
        this.known = known;
        this.seed = seed;
    }

    /**
     * Opens the training sources for endless reading.
     *
     * @throws DataException if a source is missing, malformed or empty
     * @throws ConfigException if text and image sources are mixed
     */
    public BatchPlan training() {
        List<SourceConfig> sources = config.train();
        Traffic traffic = new Traffic();
        BatchPlan.Opener opener;
        if (sources.stream().anyMatch(source -> source.streaming().isPresent())) {
            opener = streamed(sources, traffic);
        } else {
            BatchBuilder builder = isText(sources, "data.train") ? packed(sources, true) : samples(sources);
            opener = (share, cursor) -> builder;
        }
        return new BatchPlan(
                opener, sources.size(), Long.MAX_VALUE, config.workers(), config.maxCorruptFraction(), traffic);
    }

    /**
     * Opens the evaluation sources for single passes: one source after the other, in file order, without augmentation.
     *
     * @throws DataException if a source is missing, malformed or empty
     * @throws ConfigException if there is no evaluation source, or text and image sources are mixed
     */
    public BatchPlan evaluation() {
        List<SourceConfig> sources = config.eval();
        if (sources.isEmpty()) {
            throw new ConfigException("data.eval: is needed to evaluate");
        }
        BatchBuilder builder = isText(sources, "data.eval") ? packed(sources, false) : onePass(sources);
        return new BatchPlan(
                (share, cursor) -> builder,
                sources.size(),
                builder.passLength(),
                config.workers(),
                config.maxCorruptFraction(),
                new Traffic());
    }

    private static boolean isText(List<SourceConfig> sources, String key) {
        long text = sources.stream().filter(s -> s.format() == DataFormat.TEXT).count();
        if (text > 0 && text < sources.size()) {
            throw new ConfigException(key + ": sources of format text cannot be mixed with others");
        }
        return text > 0;
    }

    private BatchBuilder samples(List<SourceConfig> sources) {
        List<IndexedSamples.Origin> origins = new ArrayList<>();
        List<SampleOrder.Share> shares = new ArrayList<>();
        for (SourceConfig source : sources) {
            SampleSource samples = SampleSources.open(source);
            origins.add(new IndexedSamples.Origin(samples, source.augment()));
            shares.add(new SampleOrder.Share(samples.size(), source.weight(), source.shuffle()));
        }
        return new SampleBatches(new IndexedSamples(origins, new SampleOrder(seed, shares)), encoder, pixels, known);
    }

    private BatchPlan.Opener streamed(List<SourceConfig> sources, Traffic traffic) {
        isText(sources, "data.train");
        int lanes = config.streamingLanes();
        Map<Integer, StreamedSource> streamed = new TreeMap<>();
        Map<Integer, LaneSource> indexed = new TreeMap<>();
        for (int number = 0; number < sources.size(); number++) {
            SourceConfig source = sources.get(number);
            if (source.streaming().isPresent()) {
                StreamingConfig streaming = source.streaming().get();
                streamed.put(number, StreamedSource.of(source, streaming, number, lanes, seed, traffic));
            } else {
                indexed.put(number, indexedLanes(source, number, lanes));
            }
        }
        LaneOrder order = new LaneOrder(
                lanes, sources.stream().mapToDouble(SourceConfig::weight).toArray());
        return (share, cursor) -> new SampleBatches(
                StreamedMixture.open(seed, order, streamed, indexed, share, cursor), encoder, pixels, known);
    }

    private LaneSource indexedLanes(SourceConfig source, int number, int lanes) {
        SampleSource samples = SampleSources.open(source);
        SampleOrder order = new SampleOrder(
                Mixer.mix(seed, 6, number),
                List.of(new SampleOrder.Share(samples.size(), source.weight(), source.shuffle())));
        return new IndexedLanes(new IndexedSamples.Origin(samples, source.augment()), number, order, lanes);
    }

    private BatchBuilder onePass(List<SourceConfig> sources) {
        SampleSource all =
                new ConcatenatedSource(sources.stream().map(SampleSources::open).toList());
        SampleOrder order = new SampleOrder(seed, List.of(new SampleOrder.Share(all.size(), 1, false)));
        return new SampleBatches(
                new IndexedSamples(List.of(new IndexedSamples.Origin(all, Optional.empty())), order),
                encoder,
                pixels,
                known);
    }

    private BatchBuilder packed(List<SourceConfig> sources, boolean endless) {
        List<TextPacker> packers = new ArrayList<>();
        for (SourceConfig source : sources) {
            TokenizedText text = TokenizedText.encode(SampleSources.open(source), encoder);
            boolean shuffle = endless && source.shuffle();
            packers.add(new TextPacker(text, encoder.maxTokens(), shuffle, Mixer.mix(seed, 3, packers.size())));
        }
        double[] weights = sources.stream().mapToDouble(SourceConfig::weight).toArray();
        return new PackedTextBatches(packers, weights, endless);
    }
}
