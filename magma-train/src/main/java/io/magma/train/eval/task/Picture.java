package io.magma.train.eval.task;

import java.nio.file.Path;

/**
 * A picture's file.
 *
 * @param file where it is, or the first place where it should be
 * @param present whether it is there
 */
record Picture(Path file, boolean present) {}
