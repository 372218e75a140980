package io.magma.train.eval.report;

import java.util.SortedMap;

/**
 * What others published on a task.
 *
 * @param model theirs
 * @param source where it is written
 * @param note what a reader must know; may be empty
 * @param task name of the task
 * @param split of the data; empty where it is not known for certain
 * @param metric how it was judged
 * @param byShots scores times 100 by the number of examples
 */
record PublishedScore(
        String model,
        String source,
        String note,
        String task,
        String split,
        String metric,
        SortedMap<Integer, Double> byShots) {}
