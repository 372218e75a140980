package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.DataFormat;
import io.magma.config.Location;
import io.magma.config.RunConfig;
import io.magma.train.data.AnnotatedImages;
import io.magma.train.data.ImageSets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Data sets to look at: one by its path, or those of a run. */
final class DataSelection {
    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description = "A MAGMA folder, WebDataset shards (folder, file or pattern) or a .jsonl of questions.")
    private Optional<Path> path = Optional.empty();

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Run configuration, whose training and evaluation data are taken instead.")
    private Optional<Path> config = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Overrides a key of it; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    /** The run, if one is given. */
    Optional<RunConfig> run() {
        if (path.isPresent() == config.isPresent()) {
            throw new ConfigException("give either PATH or -c");
        }
        if (config.isEmpty() && !overrides.isEmpty()) {
            throw new ConfigException("--set needs -c");
        }
        return config.map(file -> ConfigLoader.load(file, overrides));
    }

    /** What is looked at. */
    String name() {
        return path.or(() -> config).map(Path::toString).orElse("");
    }

    /** Opens the data sets by their paths; those of text without pictures are left out. */
    Map<String, AnnotatedImages> open(Optional<RunConfig> run) {
        Map<String, AnnotatedImages> sets = new LinkedHashMap<>();
        if (run.isEmpty()) {
            sets.put(name(), ImageSets.open(path.orElseThrow()));
            return sets;
        }
        Stream.concat(run.get().data().train().stream(), run.get().data().eval().stream())
                .filter(source -> source.format() != DataFormat.TEXT)
                .forEach(source -> sets.computeIfAbsent(
                        source.path().toString(), key -> ImageSets.open(source.format(), local(source.path()))));
        if (sets.isEmpty()) {
            throw new ConfigException(name() + ": no source of its data has pictures");
        }
        return sets;
    }

    private static Path local(Location location) {
        if (location.isUrl()) {
            throw new ConfigException(
                    location + ": is streamed from a server; only files of this machine can be looked at");
        }
        return location.file();
    }
}
