package io.magma.train.eval.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.train.eval.run.TaskScorer.Answered;
import io.magma.train.eval.task.TaskItem;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RocAucTest {
    /** Counted by hand: of six pairs, four are won, one is a draw. */
    @Test
    void isTheShareOfPairsWon() {
        assertThat(RocAuc.area(new double[] {0.9, 0.4}, new double[] {0.1, 0.4, 0.5}))
                .isEqualTo(4.5 / 6);
        assertThat(RocAuc.area(new double[] {1}, new double[] {0})).isEqualTo(1);
        assertThat(RocAuc.area(new double[] {1, 1}, new double[] {1})).isEqualTo(0.5);
    }

    @Test
    void comesFromTheLabelsProbabilities() {
        List<Answered> all = List.of(
                answered("yes", "yes", -2, -1), answered("yes", "no", -1, -1.5), answered("no", "no", -1, -1.2));
        RocAuc scorer = new RocAuc(List.of("no", "yes"));
        // The third, which is no, has a higher probability of yes than the second.
        assertThat(scorer.total(all)).containsEntry("roc_auc", 0.5).containsEntry("accuracy", 2 / 3.0);
        assertThat(scorer.total(all.subList(0, 1))).doesNotContainKey("roc_auc");
    }

    private static Answered answered(String truth, String said, double no, double yes) {
        return new Answered(new TaskItem("1", "1", Path.of("1"), "", List.of(truth), "", ""), said, List.of(no, yes));
    }
}
