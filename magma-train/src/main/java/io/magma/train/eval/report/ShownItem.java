package io.magma.train.eval.report;

import java.util.Map;

/**
 * An item in the gallery.
 *
 * @param series model and task
 * @param shots examples that were asked for
 * @param seed of the trial
 * @param item what was asked and said
 * @param picture small
 * @param baselines what was said by baselines of as many examples, by their names
 */
record ShownItem(
        Series series, int shots, long seed, AskedItem item, Thumbnail picture, Map<String, String> baselines) {}
