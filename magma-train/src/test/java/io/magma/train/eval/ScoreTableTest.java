package io.magma.train.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.magma.train.data.Sample;
import io.magma.train.report.MetricRow;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The table of a handful of predictions, worked out by hand. */
final class ScoreTableTest {
    private static final String FLAG = "Q: Is this a flag? A:";
    private static final String KIND = "Q: What kind of thing is this? A:";

    private static Sample sample(String type, String prompt, String... references) {
        return new Sample("id", Optional.empty(), prompt, references[0], false, type, List.of(references));
    }

    private static Prediction prediction(Sample sample, String output, String blind) {
        return new Prediction(sample, output, Optional.of(blind));
    }

    private static final List<Prediction> PREDICTIONS = List.of(
            prediction(sample("yesno", FLAG, "yes"), " Yes", " no"),
            prediction(sample("yesno", FLAG, "no"), " no", " no"),
            prediction(sample("yesno", FLAG, "no"), " yes", " no"),
            prediction(sample("category", KIND, "a flag", "flag"), " flag", " an object"),
            prediction(sample("caption", "", "man elf: dark skin tone"), "woman elf: light skin tone", "elf"),
            prediction(sample("caption", "", "flag: Ecuador"), "flag: Ecuador", "elf"),
            prediction(sample("caption", "", "flag: Peru"), "flag: Ecuador", "elf"),
            prediction(sample("caption", "", "cat"), "dog", "elf"));

    @Test
    void accuracyByType() {
        assertThat(ScoreTable.rows(PREDICTIONS, Optional.empty()))
                .containsExactly(
                        row("all", 4, 3 / 4.0, 2 / 4.0),
                        row("yesno", 3, 2 / 3.0, 2 / 3.0),
                        row("category", 1, 1, 0),
                        row("exact caption", 4, 1 / 4.0, 0),
                        row("concept named", 4, 2 / 4.0, 1 / 4.0));
    }

    @Test
    void majorityIsTheMostFrequentTrainingAnswerToTheSamePrompt() {
        Baseline baseline =
                new Baseline(new MostFrequentAnswers(AnswerText::normalized), new MostFrequentAnswers(ConceptName::of));
        for (String answer : List.of("no", "No", "yes", "yes", "no")) {
            baseline.answers().add(sample("yesno", FLAG, answer));
        }
        baseline.answers().add(sample("yesno", "Q: Is this an object? A:", "yes"));
        for (String caption : List.of("cat", "man elf: light skin tone", "woman elf")) {
            baseline.answers().add(sample("caption", "", caption));
            baseline.concepts().add(sample("caption", "", caption));
        }

        assertThat(ScoreTable.rows(PREDICTIONS, Optional.of(baseline)))
                .extracting(MetricRow::type, r -> r.majority().orElseThrow())
                .containsExactly(
                        tuple("all", 2 / 4.0),
                        tuple("yesno", 2 / 3.0),
                        tuple("category", 0.0), // never asked in training
                        tuple("exact caption", 1 / 4.0), // of equals the first: cat
                        tuple("concept named", 1 / 4.0)); // elf
    }

    @Test
    void withoutABlindRunThereIsNoBlindScore() {
        List<Prediction> predictions = List.of(new Prediction(sample("yesno", FLAG, "yes"), "yes", Optional.empty()));

        assertThat(ScoreTable.rows(predictions, Optional.empty()))
                .allMatch(row -> row.blind().isEmpty())
                .extracting(MetricRow::type)
                .containsExactly("all", "yesno");
    }

    private static MetricRow row(String type, int n, double model, double blind) {
        return new MetricRow(type, n, model, OptionalDouble.of(blind), OptionalDouble.empty());
    }
}
