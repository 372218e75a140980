package io.magma.train.inspect;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A sample that cannot be used.
 *
 * @param id its name in the data set
 * @param problem what is wrong, naming the file
 */
public record BrokenSample(String id, String problem) {

    /** Reads and decodes every picture of a data set and returns the samples that are broken. */
    public static List<BrokenSample> in(PictureScan scan) throws IOException {
        List<BrokenSample> broken = new ArrayList<>();
        scan.run(0, facts -> {
            if (facts.picture().isEmpty()) {
                broken.add(new BrokenSample(facts.id(), facts.problem()));
            }
        });
        return broken;
    }
}
