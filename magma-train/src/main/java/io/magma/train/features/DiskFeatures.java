package io.magma.train.features;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.weights.SafetensorsWriter;
import io.magma.weights.StateDict;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Features in a folder, one safetensors file a picture, {@code 3f/3fa8….safetensors}.
 *
 * <p>A file appears whole or not at all, so that several processes may fill the folder together.
 */
final class DiskFeatures implements FeatureStore {
    private static final Logger LOG = LoggerFactory.getLogger(DiskFeatures.class);
    private static final String SUFFIX = ".safetensors";
    private static final String TENSOR = "features";

    private final Path folder;
    private final long limit;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private long bytes;
    private boolean full;

    /**
     * Opens or makes the folder.
     *
     * @param limit bytes of all files together that this process may fill it up to
     * @throws UncheckedIOException if it cannot be made or read
     */
    DiskFeatures(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    count(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot keep features here: " + e.getMessage(), e);
        }
        LOG.info("feature cache: {} pictures in {}", seen.size(), folder);
    }

    private void count(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(SUFFIX)) {
            seen.add(name.substring(0, name.length() - SUFFIX.length()));
            bytes += Files.size(file);
        }
    }

    @Override
    public boolean contains(String key) {
        if (seen.contains(key)) {
            return true;
        }
        // Another process may have added it.
        boolean there = Files.exists(file(key));
        if (there) {
            seen.add(key);
        }
        return there;
    }

    @Override
    public NDArray get(String key, NDManager manager) {
        Path file = file(key);
        try {
            return StateDict.load(file, manager)
                    .get(TENSOR)
                    .orElseThrow(() -> new WeightsException(file, "holds no tensor " + TENSOR));
        } catch (WeightsException e) {
            throw new FeatureException(
                    "feature cache: " + e.getMessage() + "; delete the file, or the folder, and go on", e);
        }
    }

    @Override
    public void put(String key, NDArray features) {
        if (full || contains(key)) {
            return;
        }
        Path file = file(key);
        try {
            Files.createDirectories(file.resolveSibling("."));
            // Its own name for each process, or two that write the same picture would disturb each other.
            Path aside = file.resolveSibling(key + "." + ProcessHandle.current().pid() + ".tmp");
            SafetensorsWriter.write(aside, Map.of(TENSOR, features), Map.of(), false);
            long size = Files.size(aside);
            if (bytes + size > limit) {
                Files.delete(aside);
                stop("full with " + seen.size() + " pictures");
                return;
            }
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            bytes += size;
            seen.add(key);
        } catch (IOException | WeightsException e) {
            // What is kept still serves, and the run does not need more.
            stop("cannot write to " + folder + " (" + e.getMessage() + ")");
        }
    }

    private void stop(String why) {
        full = true;
        LOG.warn("feature cache: {}; further pictures are encoded each time", why);
    }

    private Path file(String key) {
        return folder.resolve(key.substring(0, 2)).resolve(key + SUFFIX);
    }

    @Override
    public void close() {}
}
