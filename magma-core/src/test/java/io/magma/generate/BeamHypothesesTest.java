package io.magma.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.config.EarlyStopping;
import io.magma.generate.BeamHypotheses.Hypothesis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Against every text over a vocabulary of three, whose probabilities are made up; token 0 ends a text. */
class BeamHypothesesTest {
    private static final int MAX_TOKENS = 4;

    @Test
    void wideBeamsFindTheBestOfAllTexts() {
        for (double penalty : new double[] {-1, 0, 0.5, 1, 2}) {
            for (int seed = 0; seed < 20; seed++) {
                Map<List<Integer>, Float> all = new HashMap<>();
                enumerate(List.of(), 0, penalty, seed, all);
                // 2^4 open texts at most, so nothing is cut.
                assertThat(search(16, penalty, seed))
                        .isEqualTo(all.entrySet().stream()
                                .max(Map.Entry.comparingByValue())
                                .orElseThrow()
                                .getKey());
            }
        }
    }

    @Test
    void aBeamOfTwoMayMissIt() {
        int missed = 0;
        for (int seed = 0; seed < 40; seed++) {
            missed += search(2, 0, seed).equals(search(16, 0, seed)) ? 0 : 1;
        }
        assertThat(missed).isBetween(1, 20);
    }

    private static void enumerate(
            List<Integer> tokens, double sum, double penalty, int seed, Map<List<Integer>, Float> into) {
        boolean ended = !tokens.isEmpty() && tokens.get(tokens.size() - 1) == 0;
        if (ended || tokens.size() == MAX_TOKENS) {
            into.put(tokens, (float) (sum / Math.pow(tokens.size(), penalty)));
            return;
        }
        for (int token = 0; token < 3; token++) {
            List<Integer> longer = new ArrayList<>(tokens);
            longer.add(token);
            enumerate(longer, sum + logProbability(tokens, token, seed), penalty, seed, into);
        }
    }

    private static List<Integer> search(int beams, double penalty, int seed) {
        BeamHypotheses search =
                new BeamHypotheses(SamplingConfig.beams(MAX_TOKENS, beams, penalty, EarlyStopping.NEVER), MAX_TOKENS);
        while (!search.done()) {
            List<Hypothesis> candidates = new ArrayList<>();
            for (int beam = 0; beam < beams; beam++) {
                Hypothesis open = search.open().get(beam);
                for (int token = 0; token < 3; token++) {
                    float score = (float) (open.score() + logProbability(list(open.tokens()), token, seed));
                    candidates.add(new Hypothesis(BeamHypotheses.append(open.tokens(), token), score, beam));
                }
            }
            candidates.sort(Comparator.comparing(Hypothesis::score).reversed());
            search.step(candidates.subList(0, 2 * beams), tokens -> tokens[tokens.length - 1] == 0);
        }
        return list(search.best().tokens());
    }

    private static double logProbability(List<Integer> before, int token, int seed) {
        double total = 0;
        for (int t = 0; t < 3; t++) {
            total += weight(before, t, seed);
        }
        return Math.log(weight(before, token, seed) / total);
    }

    private static double weight(List<Integer> before, int token, int seed) {
        int hash = (before.hashCode() * 31 + token) * 1000003 + seed * 7919;
        return 0.05 + Math.floorMod(hash ^ (hash >>> 13), 1000) / 1000.0;
    }

    private static List<Integer> list(int[] tokens) {
        return Arrays.stream(tokens).boxed().toList();
    }
}
