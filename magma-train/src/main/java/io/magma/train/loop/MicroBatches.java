package io.magma.train.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The micro-batches of one step of this process.
 *
 * @param batches in order
 */
record MicroBatches<B>(List<Counted<B>> batches) {
    private static final int SHOWN = 16;

    /**
     * A batch and what the objective says of it.
     *
     * @param batch on the host
     * @param targets their number
     * @param sampleIds names of its samples
     */
    record Counted<B>(B batch, long targets, List<String> sampleIds) {
        /** Names of the samples, or the first of many. */
        String names() {
            return MicroBatches.names(sampleIds);
        }
    }

    /** Takes the next batches. */
    static <B> MicroBatches<B> take(BatchSource<B> data, int number, Objective<B> objective, StepClock clock) {
        List<Counted<B>> batches = new ArrayList<>(number);
        for (int i = 0; i < number; i++) {
            B batch = clock.time(StepClock.Phase.DATA, data::next);
            batches.add(new Counted<>(batch, objective.targets(batch), objective.sampleIds(batch)));
        }
        return new MicroBatches<>(batches);
    }

    /** Those that have a target. */
    List<Counted<B>> labelled() {
        return batches.stream().filter(batch -> batch.targets() > 0).toList();
    }

    long targets() {
        return batches.stream().mapToLong(Counted::targets).sum();
    }

    long samples() {
        return batches.stream().mapToLong(b -> b.sampleIds().size()).sum();
    }

    /** Names of all samples, or the first of many. */
    String names() {
        return names(batches.stream().flatMap(b -> b.sampleIds().stream()).toList());
    }

    private static String names(List<String> ids) {
        String more = ids.size() > SHOWN ? " and " + (ids.size() - SHOWN) + " more" : "";
        return ids.stream().limit(SHOWN).collect(Collectors.joining(", ")) + more;
    }
}
