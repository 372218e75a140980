package io.magma.train.eval.protocol;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What of an item goes into a prompt.
 *
 * @param image its picture, unless it is not shown
 * @param question its question, may be empty
 * @param answer its answer; empty in a query
 */
record ShownItem(Optional<Path> image, String question, String answer) {}
