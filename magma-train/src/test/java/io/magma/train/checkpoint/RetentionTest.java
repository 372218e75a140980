package io.magma.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.config.BestConfig;
import io.magma.config.BestMode;
import io.magma.train.checkpoint.Retention.Candidate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private static final double[] LOSS = {3, 1, 2, Double.NaN, 1, 4};

    /** Checkpoints of steps 10, 20, … with {@link #LOSS}, and one of step 70 without an evaluation. */
    private static List<Candidate> candidates() {
        List<Candidate> all = new java.util.ArrayList<>();
        for (int i = 0; i < LOSS.length; i++) {
            int step = 10 * (i + 1);
            all.add(new Candidate(Path.of("step-" + step), step, Map.of("eval_loss", LOSS[i])));
        }
        all.add(new Candidate(Path.of("step-70"), 70, Map.of()));
        return all;
    }

    private static List<Integer> surplus(int keep, int keepEvery, int keepBest, BestMode mode) {
        return new Retention(keep, keepEvery, keepBest, new BestConfig("eval_loss", mode))
                .surplus(candidates()).stream().map(Candidate::step).toList();
    }

    @Test
    void theNewestStay() {
        assertThat(surplus(2, 0, 0, BestMode.MIN)).containsExactly(10, 20, 30, 40, 50);
        assertThat(surplus(0, 0, 1, BestMode.MIN)).isEmpty();
    }

    @Test
    void theBestStayAndOfEqualsTheNewer() {
        assertThat(surplus(1, 0, 1, BestMode.MIN)).containsExactly(10, 20, 30, 40, 60);
        assertThat(surplus(1, 0, 2, BestMode.MIN)).containsExactly(10, 30, 40, 60);
        assertThat(surplus(1, 0, 2, BestMode.MAX)).containsExactly(20, 30, 40, 50);
    }

    @Test
    void neitherNotANumberNorTheUnmeasuredAreBest() {
        assertThat(surplus(1, 0, 9, BestMode.MAX)).containsExactly(40);
    }

    @Test
    void someStayForEver() {
        assertThat(surplus(1, 20, 0, BestMode.MIN)).containsExactly(10, 30, 50);
    }
}
