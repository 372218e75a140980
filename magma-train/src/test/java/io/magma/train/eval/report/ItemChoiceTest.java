package io.magma.train.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.train.eval.report.ItemChoice.Candidate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemChoiceTest {
    @TempDir
    private Path dir;

    private List<Candidate> choose(int count) throws IOException {
        Results results = ResultsReader.read(EvaluationFiles.write(dir.resolve("e"), "m", 90, List.of(0L, 1L)));
        return ItemChoice.of(List.of(Series.of(results, results.tasks().get(0))), count);
    }

    private static <K> Map<K, Long> counts(List<Candidate> chosen, Function<Candidate, K> by) {
        return chosen.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
    }

    @Test
    void examplesAndScoresComeInTurnFromTheWholeFile() throws IOException {
        List<Candidate> chosen = choose(36);

        assertThat(counts(chosen, c -> c.trial().shots())).isEqualTo(Map.of(0, 18L, 4, 18L));
        assertThat(counts(chosen, Candidate::kind)).isEqualTo(Map.of(0, 12L, 1, 12L, 2, 12L));
        assertThat(chosen).allMatch(c -> c.trial().seed() == 0 && c.trial().sees());
        assertThat(new HashSet<>(chosen)).hasSize(36);
        assertThat(chosen).anyMatch(c -> c.line() < 20).anyMatch(c -> c.line() > 70);
        assertThat(choose(36).stream().map(Candidate::line).toList())
                .isEqualTo(chosen.stream().map(Candidate::line).toList());
    }

    @Test
    void allAreShownIfThereAreFew() throws IOException {
        assertThat(choose(1000)).hasSize(180);
        assertThat(choose(0)).isEmpty();
    }

    @Test
    void kinds() {
        assertThat(ItemChoice.kind(OptionalDouble.of(0))).isZero();
        assertThat(ItemChoice.kind(OptionalDouble.of(0.3))).isEqualTo(1);
        assertThat(ItemChoice.kind(OptionalDouble.of(1))).isEqualTo(2);
        assertThat(ItemChoice.kind(OptionalDouble.empty())).isEqualTo(3);
    }
}
