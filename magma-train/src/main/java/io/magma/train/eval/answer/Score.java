package io.magma.train.eval.answer;

import io.magma.train.eval.statistics.Bootstrap;
import io.magma.train.eval.statistics.ConfidenceInterval;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The mean of the scores of some questions.
 *
 * @param n number of questions
 * @param percent 100 times the mean, computed as the official scripts do: (100 · sum) / n, the sum in the order of the questions
 * @param ci95 95 % interval of {@code percent}
 */
public record Score(int n, double percent, ConfidenceInterval ci95) {
    static Score of(double[] scores, Bootstrap bootstrap) {
        double sum = 0;
        for (double score : scores) {
            sum += score;
        }
        return new Score(
                scores.length, 100 * sum / scores.length, bootstrap.mean(scores).map(mean -> 100 * mean));
    }

    /** The percentage as it is reported. */
    public double rounded() {
        return rounded(percent);
    }

    /** Two decimals, of the exact value of the number, halves to even: Python 3's {@code round(x, 2)}. */
    public static double rounded(double percent) {
        return new BigDecimal(percent).setScale(2, RoundingMode.HALF_EVEN).doubleValue();
    }
}
