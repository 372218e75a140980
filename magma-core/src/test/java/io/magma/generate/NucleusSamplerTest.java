package io.magma.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Distributions worked out by hand. */
class NucleusSamplerTest {
    private static final float NEVER = Float.NEGATIVE_INFINITY;
    // Probabilities 0.1, 0.5, 0.15, 0.25.
    private static final float[] LOGITS = log(0.1, 0.5, 0.15, 0.25);

    @Test
    void walksAlongTheCumulatedProbabilities() {
        TokenSampler all = new NucleusSampler(1, 0, 1);
        assertThat(all.sample(LOGITS, always(0.0))).isEqualTo(0);
        assertThat(all.sample(LOGITS, always(0.0999))).isEqualTo(0);
        assertThat(all.sample(LOGITS, always(0.1001))).isEqualTo(1);
        assertThat(all.sample(LOGITS, always(0.5999))).isEqualTo(1);
        assertThat(all.sample(LOGITS, always(0.6001))).isEqualTo(2);
        assertThat(all.sample(LOGITS, always(0.7501))).isEqualTo(3);
        assertThat(all.sample(LOGITS, always(Math.nextDown(1.0)))).isEqualTo(3);
    }

    @Test
    void nucleusIsTheSmallestHeadThatReachesTheMass() {
        // 0.5 < 0.6 <= 0.5 + 0.25: ids 1 and 3, as 2/3 and 1/3.
        TokenSampler nucleus = new NucleusSampler(1, 0, 0.6);
        assertThat(frequencies(nucleus, LOGITS)).containsExactly(new double[] {0, 2.0 / 3, 0, 1.0 / 3}, within(0.01));
        // Reached by the first alone, and a mass below any token still keeps one.
        assertThat(frequencies(new NucleusSampler(1, 0, 0.49), LOGITS)).containsExactly(0, 1, 0, 0);
        assertThat(frequencies(new NucleusSampler(1, 0, 1e-9), LOGITS)).containsExactly(0, 1, 0, 0);
        // A hair above 0.5 + 0.25 needs the third.
        assertThat(frequencies(new NucleusSampler(1, 0, 0.751), LOGITS))
                .containsExactly(new double[] {0, 5.0 / 9, 1.5 / 9, 2.5 / 9}, within(0.01));
    }

    @Test
    void topKKeepsTheMostProbableAndTheirTies() {
        assertThat(frequencies(new NucleusSampler(1, 2, 1), LOGITS))
                .containsExactly(new double[] {0, 2.0 / 3, 0, 1.0 / 3}, within(0.01));
        float[] tied = log(0.2, 0.4, 0.2, 0.2);
        assertThat(frequencies(new NucleusSampler(1, 2, 1), tied))
                .containsExactly(new double[] {0.2, 0.4, 0.2, 0.2}, within(0.01));
    }

    @Test
    void temperatureComesFirstThenTopKThenTopP() {
        // Temperature 0.5 squares: 0.01, 0.25, 0.0225, 0.0625; top-k 3 leaves 0.335; p 0.8 of that is 0.268 <= 0.25 +
        // 0.0625.
        assertThat(frequencies(new NucleusSampler(0.5, 3, 0.8), LOGITS))
                .containsExactly(new double[] {0, 0.8, 0, 0.2}, within(0.01));
    }

    @Test
    void excludedTokensAreNeverDrawn() {
        float[] logits = {NEVER, 1, NEVER, 1, NEVER};
        for (TokenSampler s : new TokenSampler[] {
            new NucleusSampler(1, 0, 1), new NucleusSampler(1, 4, 1), new NucleusSampler(1, 0, 0.9999)
        }) {
            assertThat(frequencies(s, logits)).containsExactly(new double[] {0, .5, 0, .5, 0}, within(0.02));
            assertThat(s.sample(logits, always(Math.nextDown(1.0)))).isEqualTo(3);
        }
    }

    @Test
    void negativeAndZeroScoresAreInOrder() {
        float[] logits = {-3f, -0f, 0f, -1e-30f, 2f, -40f};
        assertThat(new NucleusSampler(1, 1, 1).sample(logits, always(0.5))).isEqualTo(4);
        // Both zeros tie for the second place.
        double e2 = Math.exp(2);
        assertThat(frequencies(new NucleusSampler(1, 2, 1), logits))
                .containsExactly(new double[] {0, 1 / (e2 + 2), 1 / (e2 + 2), 0, e2 / (e2 + 2), 0}, within(0.01));
    }

    @Test
    void greedyTakesTheLowestOfTheHighest() {
        assertThat(TokenSampler.GREEDY.sample(new float[] {1, 3, 3, 2}, always(0.9)))
                .isEqualTo(1);
        assertThat(TokenSampler.of(SamplingConfig.DEFAULTS)).isSameAs(TokenSampler.GREEDY);
    }

    @Test
    void aSeedGivesTheseTokensEverywhere() {
        // Worked out by a Python script from the definition of SplitMix64 and of the nucleus. A change here would
        // change
        // every sampled text that somebody has noted with its seed.
        float[] logits = new float[50];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = i * 7 % 11 / 3f;
        }
        TokenSampler sampler = new NucleusSampler(0.9, 0, 0.95);
        SplittableRandom random = RowRandom.of(7, 3);
        int[] drawn =
                IntStream.range(0, 12).map(i -> sampler.sample(logits, random)).toArray();
        assertThat(drawn).containsExactly(17, 28, 14, 25, 25, 39, 36, 25, 39, 47, 47, 6);
        assertThat(RowRandom.of(0, 1).nextLong())
                .isNotEqualTo(RowRandom.of(1, 0).nextLong());
    }

    @Test
    void scoresThatAreNoNumbersAreRefused() {
        assertThatThrownBy(() -> new NucleusSampler(1, 0, 1).sample(new float[] {1, Float.NaN}, always(0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double[] frequencies(TokenSampler sampler, float[] logits) {
        int draws = 20_000;
        double[] counts = new double[logits.length];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < draws; i++) {
            counts[sampler.sample(logits, random)]++;
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] /= draws;
        }
        return counts;
    }

    private static float[] log(double... probabilities) {
        float[] logits = new float[probabilities.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) Math.log(probabilities[i]) + 3;
        }
        return logits;
    }

    private static RandomGenerator always(double value) {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new UnsupportedOperationException();
            }

            @Override
            public double nextDouble() {
                return value;
            }
        };
    }
}
