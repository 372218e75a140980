package io.magma.train.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run: {@code checkpoints/step-00000500/…}; {@code latest}, which names the one saved last; and {@code
 * best}, which names the best one if any are kept for that.
 *
 * <p>A checkpoint appears whole or not at all.
 */
public final class CheckpointStore {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointStore.class);
    private static final Pattern NAME = Pattern.compile("step-(\\d{8,9})");
    private static final String LATEST = "latest";
    private static final String BEST = "best";

    private final Path run;
    private final Retention retention;
    private final TensorFormat format;

    /**
     * Checkpoints below {@code run}.
     *
     * @param retention which ones are kept
     */
    public CheckpointStore(Path run, Retention retention, TensorFormat format) {
        this.run = run;
        this.retention = retention;
        this.format = format;
    }

    /**
     * Makes the folders, and clears away what a process that was killed left half written.
     *
     * @throws CheckpointException if nothing can be written there
     */
    public void prepare() {
        try {
            Files.createDirectories(folder());
            Files.delete(Files.createTempFile(folder(), ".writable", ""));
            StagedFolder.sweep(folder());
        } catch (IOException e) {
            throw new CheckpointException(run + ": cannot write checkpoints here: " + reason(e), e);
        }
    }

    /**
     * Saves a checkpoint and deletes those that are not to be kept.
     *
     * @return its folder
     * @throws CheckpointException if it cannot be written whole; earlier checkpoints are untouched
     */
    public Path save(CheckpointContents contents) {
        int step = contents.state().step();
        Path target = folder().resolve(String.format(Locale.ROOT, "step-%08d", step));
        try {
            StagedFolder.put(target, aside -> write(aside, contents));
            StagedFolder.put(run.resolve(LATEST), target.getFileName() + "\n");
            retain(step);
        } catch (IOException e) {
            throw new CheckpointException("cannot write checkpoint " + target + ": " + reason(e), e);
        }
        return target;
    }

    private void write(Path aside, CheckpointContents contents) throws IOException {
        format.write(aside.resolve(StoredCheckpoint.TRAINABLE), contents.trainable());
        format.write(aside.resolve(StoredCheckpoint.OPTIMIZER), contents.optimizer());
        contents.state().write(aside.resolve(StoredCheckpoint.STATE));
        Files.writeString(aside.resolve(StoredCheckpoint.CONFIG), contents.config());
        ChecksumFile.write(aside, StoredCheckpoint.FILES);
    }

    // Checkpoints of later steps belong to a branch that the user left by resuming from an earlier one: not ours to
    // delete.
    private void retain(int step) throws IOException {
        List<Retention.Candidate> candidates = folders().stream()
                .filter(folder -> stepOf(folder) <= step)
                .map(folder -> new Retention.Candidate(folder, stepOf(folder), evaluation(folder)))
                .toList();
        List<Retention.Candidate> best = retention.best(candidates);
        if (!best.isEmpty()) {
            StagedFolder.put(run.resolve(BEST), best.get(0).folder().getFileName() + "\n");
        }
        for (Retention.Candidate old : retention.surplus(candidates)) {
            try {
                StagedFolder.delete(old.folder());
            } catch (IOException e) {
                LOG.warn("cannot delete old checkpoint {}: {}", old.folder(), reason(e));
            }
        }
    }

    private Map<String, Double> evaluation(Path folder) {
        if (retention.keepBest() == 0) {
            return Map.of();
        }
        try {
            return RunState.read(folder.resolve(StoredCheckpoint.STATE)).evaluation();
        } catch (IOException e) {
            LOG.warn("{}: cannot be compared with other checkpoints: {}", folder, reason(e));
            return Map.of();
        }
    }

    /**
     * The checkpoint to resume from: the one saved last, or the newest intact one before it.
     *
     * @return empty if there is no checkpoint at all
     * @throws CheckpointException if there are checkpoints, but all are damaged
     */
    public Optional<StoredCheckpoint> latest() {
        List<Path> candidates = candidates();
        List<String> problems = new ArrayList<>();
        for (Path folder : candidates) {
            try {
                return Optional.of(StoredCheckpoint.open(folder, format));
            } catch (CheckpointException e) {
                LOG.warn("{}; trying the one before it", e.getMessage());
                problems.add(e.getMessage());
            }
        }
        if (candidates.isEmpty() && !folders().isEmpty()) {
            throw new CheckpointException(
                    run.resolve(LATEST) + ": names a checkpoint that is gone, as are all before it");
        }
        if (!problems.isEmpty()) {
            throw new CheckpointException("no intact checkpoint: " + String.join("; ", problems));
        }
        return Optional.empty();
    }

    private List<Path> candidates() {
        List<Path> all = folders();
        Path latest = run.resolve(LATEST);
        if (!Files.exists(latest)) {
            return all;
        }
        try {
            Path named = folder().resolve(Files.readString(latest).strip());
            return NAME.matcher(String.valueOf(named.getFileName())).matches()
                    ? all.stream()
                            .filter(folder -> stepOf(folder) <= stepOf(named))
                            .toList()
                    : all;
        } catch (IOException e) {
            throw new CheckpointException(latest + ": cannot read: " + reason(e), e);
        }
    }

    /** All checkpoint folders, newest first. */
    public List<Path> folders() {
        try (Stream<Path> entries = Files.list(folder())) {
            return entries.filter(
                            path -> NAME.matcher(path.getFileName().toString()).matches())
                    .sorted(Comparator.comparingInt(CheckpointStore::stepOf).reversed())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new CheckpointException(folder() + ": cannot list: " + reason(e), e);
        }
    }

    private Path folder() {
        return run.resolve("checkpoints");
    }

    private static int stepOf(Path folder) {
        Matcher name = NAME.matcher(String.valueOf(folder.getFileName()));
        if (!name.matches()) {
            throw new IllegalArgumentException(folder + " is no checkpoint folder");
        }
        return Integer.parseInt(name.group(1));
    }

    // A FileSystemException's own message repeats the path.
    private static String reason(IOException e) {
        String reason = e instanceof java.nio.file.FileSystemException f ? f.getReason() : e.getMessage();
        return reason == null ? e.toString() : reason;
    }
}
