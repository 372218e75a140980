package io.magma.train.report;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A picture and what a model said about it as it learnt.
 *
 * @param image PNG file
 * @param prompt text before what it said; empty for a plain caption
 * @param truth what would be right
 * @param said what it said, in the order of the steps
 */
record SampleTrack(Path image, String prompt, String truth, List<Said> said) {
    /**
     * Something said.
     *
     * @param step steps done then
     * @param text what was said
     */
    record Said(int step, String text) {}

    /** At most {@code max} of them, evenly spread, the first and the last among them. */
    List<Said> some(int max) {
        if (said.size() <= max) {
            return said;
        }
        return IntStream.range(0, max)
                .mapToObj(i -> said.get((int) ((long) i * (said.size() - 1) / (max - 1))))
                .toList();
    }
}
