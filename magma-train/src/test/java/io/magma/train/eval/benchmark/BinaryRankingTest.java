package io.magma.train.eval.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.eval.answer.Score;
import io.magma.train.eval.statistics.Bootstrap;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class BinaryRankingTest {
    @Test
    void workedByHand() {
        // pairs (1, 0): 0.9 > 0.5, 0.9 > 0.1, 0.5 = 0.5, 0.5 > 0.1: (3 + 1/2) / 4
        BinaryRanking ranking = new BinaryRanking(
                new boolean[] {true, false, true, false},
                new double[] {0.9, 0.5, 0.5, 0.1},
                new boolean[] {true, true, false, false});
        int[] once = {1, 1, 1, 1};

        assertThat(ranking.rocAuc(once)).isEqualTo(0.875);
        // recall 1/2 at precision 1, recall 1 at precision 2/3
        assertThat(ranking.averagePrecision(once)).isEqualTo(0.5 + 0.5 * 2 / 3, offset(1e-12));
        assertThat(ranking.f1(once)).isEqualTo(0.5);
        assertThat(ranking.accuracy(once)).isEqualTo(0.5);
        assertThat(ranking.rocAuc(new int[] {2, 0, 2, 0})).isNaN();
    }

    @Test
    void likeScikitLearnAndTheRankFormula() throws IOException {
        try (InputStream in = Objects.requireNonNull(BinaryRankingTest.class.getResourceAsStream("../rankings.json"))) {
            for (JsonNode expected : new ObjectMapper().readTree(in)) {
                int n = expected.path("positive").size();
                boolean[] positive = new boolean[n];
                boolean[] said = new boolean[n];
                double[] confidence = new double[n];
                for (int i = 0; i < n; i++) {
                    positive[i] = expected.path("positive").path(i).booleanValue();
                    confidence[i] = expected.path("confidence").path(i).doubleValue();
                    said[i] = confidence[i] > 0.5;
                }
                Map<String, Score> scores = new BinaryRanking(positive, confidence, said).scores(new Bootstrap(50, 0));
                scores.forEach((name, score) -> {
                    assertThat(score.percent())
                            .as(name)
                            .isEqualTo(100 * expected.path(name).doubleValue(), offset(1e-9));
                    assertThat(score.ci95().low()).isLessThanOrEqualTo(score.percent());
                });
                assertThat(Objects.requireNonNull(scores.get("roc_auc")).percent())
                        .isEqualTo(100 * byRanks(positive, confidence), offset(1e-9));
            }
        }
    }

    /** (R - p (p + 1) / 2) / (p q), R the sum of the mid-ranks of the p positive among all p + q: Mann and Whitney's U. */
    private static double byRanks(boolean[] positive, double[] confidence) {
        double ranks = 0;
        int positives = 0;
        for (int i = 0; i < positive.length; i++) {
            if (positive[i]) {
                double own = confidence[i];
                ranks += Arrays.stream(confidence).filter(c -> c < own).count()
                        + (Arrays.stream(confidence).filter(c -> c == own).count() + 1) / 2.0;
                positives++;
            }
        }
        return (ranks - positives * (positives + 1) / 2.0) / ((double) positives * (positive.length - positives));
    }
}
