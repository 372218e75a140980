package io.magma.train.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The micro-batches of one step of this process.
 *
 * @param batches in order
 * @param targets their targets together
 * @param samples their samples together
 */
record MicroBatches<B>(List<B> batches, long targets, long samples) {
    private static final int SHOWN = 16;

    /**
     * Takes the next batches.
     *
     * @throws TrainingException if one has no target
     */
    static <B> MicroBatches<B> take(BatchSource<B> data, int number, Objective<B> objective, int step) {
        List<B> batches = new ArrayList<>(number);
        long targets = 0;
        long samples = 0;
        for (int i = 0; i < number; i++) {
            B batch = data.next();
            long more = objective.targets(batch);
            if (more <= 0) {
                throw new TrainingException(
                        "step " + step + ": no target token in samples " + names(objective.sampleIds(batch)));
            }
            batches.add(batch);
            targets += more;
            samples += objective.sampleIds(batch).size();
        }
        return new MicroBatches<>(batches, targets, samples);
    }

    /** Names of all samples, or the first of many. */
    String names(Objective<B> objective) {
        return names(batches.stream()
                .flatMap(batch -> objective.sampleIds(batch).stream())
                .toList());
    }

    static String names(List<String> ids) {
        String more = ids.size() > SHOWN ? " and " + (ids.size() - SHOWN) + " more" : "";
        return ids.stream().limit(SHOWN).collect(Collectors.joining(", ")) + more;
    }
}
