package io.magma.train.convert;

import io.magma.config.ConfigException;
import io.magma.image.raster.ImageException;
import io.magma.train.data.CorruptSampleException;
import io.magma.train.data.DataException;
import io.magma.train.data.OrderedWork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a public data set into a MAGMA folder or tar shards.
 *
 * <p>Annotations are read first and stay in memory, pictures are hashed, those of the same bytes merged, and every distinct one
 * decoded, shrunk if need be and written. Killed at any point, it goes on where it was; its result is the same, byte by byte,
 * for any number of threads and interruptions. Beside the data lie {@code manifest.json} and {@code skipped.jsonl}, which
 * names every picture that was missing, unreadable or undecodable.
 */
public final class Conversion {
    private final ConversionFormat format;
    private final ConversionInputs inputs;
    private final ConversionOptions options;
    private final String version;
    private final ConversionListener listener;

    /**
     * Describes a conversion.
     *
     * @param version version of this framework, for the manifest
     */
    public Conversion(
            ConversionFormat format,
            ConversionInputs inputs,
            ConversionOptions options,
            String version,
            ConversionListener listener) {
        this.format = format;
        this.inputs = inputs;
        this.options = options;
        this.version = version;
        this.listener = listener;
    }

    /**
     * Converts, or goes on; if the same conversion is finished already, nothing is done.
     *
     * @return what {@code manifest.json} says
     * @throws ConfigException if an input is missing or not taken, or the output folder holds something else
     * @throws DataException if annotations are malformed, or no picture can be used
     * @throws IOException if nothing can be written
     */
    public ConversionManifest run() throws IOException {
        AnnotationReader reader = format.reader(inputs);
        Map<String, Object> source = new SourceDescription(inputs).json();
        ConversionManifest begun = manifest(source, Map.of(), Map.of());
        Optional<ConversionManifest> finished = ConversionManifest.read(options.output());
        if (finished.isPresent()) {
            if (!finished.get().sameConversion(begun)) {
                throw new ConfigException(
                        options.output() + ": holds the result of another conversion; choose another folder");
            }
            return finished.get();
        }
        SampleCollector collector = new SampleCollector();
        reader.read(collector);
        List<SourceSample> samples = collector.samples();
        if (samples.isEmpty()) {
            throw new DataException(format + ": the annotations say nothing about any picture"
                    + (collector.leftOut().isEmpty() ? "" : "; left out: " + collector.leftOut()));
        }
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("format", format.toString());
        plan.put("source", source);
        plan.put("options", options.json());
        plan.put("pictures", samples.size());
        plan.put("names_sha256", namesHash(samples));
        try (ConversionState state = ConversionState.open(options.output(), plan)) {
            hash(samples, state);
            DistinctPictures distinct = DistinctPictures.of(samples, state.hashes());
            if (distinct.size() == 0) {
                throw new DataException("none of " + samples.size() + " pictures can be read; the first: "
                        + state.hashes().get(0).reason());
            }
            write(distinct, state);
            ConversionSkips skips = ConversionSkips.of(samples, distinct, state);
            skips.write(options.output());
            ConversionManifest manifest =
                    manifest(source, counts(samples.size(), skips, state.totals()), collector.leftOut());
            manifest.write(options.output());
            state.delete();
            return manifest;
        }
    }

    private static String namesHash(List<SourceSample> samples) {
        StringBuilder names = new StringBuilder();
        samples.forEach(s -> names.append(s.image().name()).append('\n'));
        return ContentHash.sha256(names.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void hash(List<SourceSample> samples, ConversionState state) throws IOException {
        int total = samples.size();
        long[] problems = {state.hashes().stream().filter(h -> !h.isUsable()).count()};
        OrderedWork.run(
                state.hashes().size(),
                total,
                options.workers(),
                i -> ContentHash.of(samples.get(i).image()),
                (i, hash) -> {
                    state.add(hash);
                    problems[0] += hash.isUsable() ? 0 : 1;
                    listener.progress("hashing", i + 1L, total, problems[0]);
                });
    }

    /** A picture, or why there is none. */
    private record Converted(Optional<ConvertedPicture> picture, String reason) {}

    private void write(DistinctPictures distinct, ConversionState state) throws IOException {
        PictureConverter converter = new PictureConverter(options.maxSide(), options.quality());
        SampleWriter writer = writer(state);
        ConversionTotals[] totals = {state.totals()};
        OrderedWork.run(
                state.written(),
                distinct.size(),
                options.workers(),
                i -> convert(converter, distinct.samples().get(i)),
                (i, converted) -> {
                    if (converted.picture().isPresent()) {
                        totals[0] =
                                write(writer, i, distinct, converted.picture().get(), totals[0], state);
                    } else {
                        state.addUndecodable(i, converted.reason());
                    }
                    listener.progress(
                            "writing",
                            i + 1L,
                            distinct.size(),
                            state.undecodable().size());
                });
        writer.close();
        if (totals[0].pictures() == 0) {
            throw new DataException("none of " + distinct.size() + " pictures can be decoded; the first: "
                    + state.undecodable().get(0));
        }
        state.addWritten(distinct.size(), writer.nextShard(), totals[0]);
    }

    private static ConversionTotals write(
            SampleWriter writer,
            int number,
            DistinctPictures distinct,
            ConvertedPicture picture,
            ConversionTotals before,
            ConversionState state)
            throws IOException {
        SourceSample sample = distinct.samples().get(number);
        ConversionTotals after = before.plus(sample, picture);
        int safe = writer.write(number, sample, distinct.hashes().get(number), picture);
        if (safe > state.written()) {
            state.addWritten(safe, writer.nextShard(), safe > number ? after : before);
        }
        return after;
    }

    private SampleWriter writer(ConversionState state) throws IOException {
        Path output = options.output();
        return switch (options.layout()) {
            case MAGMA -> new MagmaFolderWriter(output);
            case WEBDATASET ->
                new ShardWriter(output, format.toString(), options.shardBytes(), state.shard(), state.written());
        };
    }

    private static Converted convert(PictureConverter converter, SourceSample sample) {
        try {
            return new Converted(Optional.of(converter.convert(sample.image())), "");
        } catch (ImageException | CorruptSampleException e) {
            return new Converted(Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, Long> counts(long named, ConversionSkips skips, ConversionTotals totals) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("pictures_named", named);
        counts.put("pictures", totals.pictures());
        counts.put("duplicates", named - skips.size() - totals.pictures());
        counts.put("missing", skips.count("missing"));
        counts.put("unreadable", skips.count("unreadable"));
        counts.put("undecodable", skips.count("undecodable"));
        counts.put("encoded_anew", totals.encodedAnew());
        counts.put("captions", totals.captions());
        counts.put("questions", totals.questions());
        counts.put("image_bytes", totals.imageBytes());
        return counts;
    }

    private ConversionManifest manifest(
            Map<String, Object> source, Map<String, Long> counts, Map<String, Long> leftOut) {
        return new ConversionManifest(
                format.toString(), format.licenceNote(), version, source, options.json(), counts, leftOut);
    }
}
