package io.magma.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.magma.config.TopPMode;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the reference's {@code top_p_filter} keeps of seven probabilities, worked out from its formula. */
class ReferenceSamplerTest {
    // By rank .5, .2, .1, .08, .05, .04, .03; shuffled, so that ids are not ranks.
    private static final double[] PROBABILITIES = {.05, .5, .03, .1, .2, .04, .08};
    private static final int[] RANKED = {1, 4, 3, 6, 0, 5, 2};

    private static double[] frequencies(double temperature, int topK, double topP) {
        float[] logits = new float[PROBABILITIES.length];
        IntStream.range(0, logits.length).forEach(i -> logits[i] = (float) Math.log(PROBABILITIES[i]));
        TokenSampler sampler =
                TokenSampler.of(new SamplingConfig(1, temperature, topK, topP, TopPMode.REFERENCE, 0, List.of()));
        SplittableRandom random = new SplittableRandom(5);
        double[] byRank = new double[logits.length];
        int draws = 100_000;
        for (int i = 0; i < draws; i++) {
            int id = sampler.sample(logits, random);
            int rank = IntStream.range(0, RANKED.length)
                    .filter(r -> RANKED[r] == id)
                    .findFirst()
                    .orElseThrow();
            byRank[rank] += 1.0 / draws;
        }
        return byRank;
    }

    @Test
    void theDefaultKeepsEverything() {
        for (double p : new double[] {0.9, 0.5, 0.999, 1}) {
            assertThat(frequencies(1, 0, p))
                    .containsExactly(new double[] {.5, .2, .1, .08, .05, .04, .03}, within(0.006));
        }
    }

    @Test
    void aSmallMassKeepsTheFirstAndTheTail() {
        // Cumulated .5 .7 .8 .88 .93: the first four are below .9, so ranks 1 to 4 go.
        assertThat(frequencies(1, 0, 0.1))
                .containsExactly(new double[] {.5 / .57, 0, 0, 0, 0, .04 / .57, .03 / .57}, within(0.006));
        assertThat(frequencies(1, 0, 1e-4)).containsExactly(new double[] {1, 0, 0, 0, 0, 0, 0}, within(1e-9));
    }

    @Test
    void topKComesBeforeAndTemperatureAfter() {
        // The three most probable as 5/8, 2/8, 1/8; 1 - p = .3, so nothing goes; temperature 1/2 squares: 25, 4, 1.
        assertThat(frequencies(0.5, 3, 0.7))
                .containsExactly(new double[] {25 / 30.0, 4 / 30.0, 1 / 30.0, 0, 0, 0, 0}, within(0.006));
        // 1 - p = .7 > 5/8: rank 1 goes, before which only 5/8 lie.
        assertThat(frequencies(0.5, 3, 0.3))
                .containsExactly(new double[] {25 / 26.0, 0, 1 / 26.0, 0, 0, 0, 0}, within(0.006));
    }
}
