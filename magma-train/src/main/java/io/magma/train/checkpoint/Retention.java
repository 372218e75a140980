package io.magma.train.checkpoint;

import io.magma.config.BestConfig;
import io.magma.config.CheckpointConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Which checkpoints are kept; the others are deleted after each save.
 *
 * @param keep the newest ones; 0 means all
 * @param keepEvery those of steps that are multiples of this; 0 means none
 * @param keepBest the best ones; 0 means none
 * @param best which ones these are
 */
public record Retention(int keep, int keepEvery, int keepBest, BestConfig best) {
    /** Nothing is deleted. */
    public static final Retention ALL = newest(0);

    /**
     * A checkpoint.
     *
     * @param folder where it lies
     * @param step optimizer steps done
     * @param evaluation numbers measured at this step; empty without an evaluation
     */
    record Candidate(Path folder, int step, Map<String, Double> evaluation) {}

    /** The newest alone; 0 means all. */
    public static Retention newest(int keep) {
        return new Retention(keep, 0, 0, BestConfig.DEFAULTS);
    }

    /** What a run asks for. */
    public static Retention of(CheckpointConfig config) {
        return new Retention(config.keep(), config.keepEvery(), config.keepBest(), config.best());
    }

    /** The best ones, best first, of equals the newest first; at most {@code keepBest}. */
    List<Candidate> best(List<Candidate> candidates) {
        Comparator<Candidate> byValue = Comparator.comparingDouble(c -> value(c).orElse(Double.NaN));
        List<Candidate> measured = new ArrayList<>(candidates.stream()
                .filter(c -> value(c).isPresent())
                .sorted(Comparator.comparingInt(Candidate::step).reversed())
                .toList());
        measured.sort(best.mode().prefers(0, 1) ? byValue : byValue.reversed()); // a stable sort
        return measured.subList(0, Math.min(keepBest, measured.size()));
    }

    /** What is to be deleted of {@code candidates}, which are all there are. */
    List<Candidate> surplus(List<Candidate> candidates) {
        if (keep == 0) {
            return List.of();
        }
        Set<Candidate> kept = new HashSet<>(best(candidates));
        candidates.stream()
                .sorted(Comparator.comparingInt(Candidate::step).reversed())
                .limit(keep)
                .forEach(kept::add);
        return candidates.stream()
                .filter(c -> !kept.contains(c) && (keepEvery == 0 || c.step() % keepEvery != 0))
                .toList();
    }

    private OptionalDouble value(Candidate candidate) {
        Double value = candidate.evaluation().get(best.metric());
        return value == null || value.isNaN() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
