package io.magma.train.eval;

import io.magma.train.data.Sample;
import io.magma.train.report.MetricRow;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * One line of the table: samples of a type and what counts as right.
 *
 * @param name name of the line
 * @param samples which samples it is about
 * @param right whether an output is right for a sample
 * @param majority whether the most frequent answer is
 */
record ScoredType(
        String name,
        Predicate<Sample> samples,
        BiPredicate<String, Sample> right,
        BiPredicate<Baseline, Sample> majority) {
    /** Type of caption samples. */
    static final String CAPTION = "caption";

    /** All questions. */
    static final ScoredType ALL = questions("all", sample -> true);

    /** Captions that are exactly right. */
    static final ScoredType EXACT_CAPTION =
            new ScoredType("exact caption", ScoredType::isCaption, ScoredType::exact, Baseline::answerIsRight);

    /** Captions that name the right concept. */
    static final ScoredType CONCEPT_NAMED = new ScoredType(
            "concept named",
            ScoredType::isCaption,
            (output, sample) -> names(ConceptName.of(output), sample.references()),
            Baseline::conceptIsRight);

    /** Questions of one type. */
    static ScoredType question(String type) {
        return questions(
                type.isEmpty() ? "question" : type, sample -> sample.type().equals(type));
    }

    private static ScoredType questions(String name, Predicate<Sample> which) {
        return new ScoredType(name, s -> !isCaption(s) && which.test(s), ScoredType::exact, Baseline::answerIsRight);
    }

    private static boolean exact(String output, Sample sample) {
        return AnswerText.matches(output, sample.references());
    }

    static boolean isCaption(Sample sample) {
        return sample.type().equals(CAPTION);
    }

    /** Whether {@code concept} is that of one of the captions. */
    static boolean names(String concept, Collection<String> captions) {
        return captions.stream().anyMatch(caption -> ConceptName.of(caption).equals(concept));
    }

    /** The line, unless there are no such samples. */
    Optional<MetricRow> row(List<Prediction> predictions, Optional<Baseline> baseline) {
        List<Prediction> own =
                predictions.stream().filter(p -> samples.test(p.sample())).toList();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        boolean blind = own.stream().allMatch(p -> p.blind().isPresent());
        return Optional.of(new MetricRow(
                name,
                own.size(),
                mean(own, p -> right.test(p.output(), p.sample()) ? 1 : 0),
                blind
                        ? OptionalDouble.of(mean(own, p -> right.test(p.blind().orElseThrow(), p.sample()) ? 1 : 0))
                        : OptionalDouble.empty(),
                baseline.isPresent()
                        ? OptionalDouble.of(mean(own, p -> majority.test(baseline.get(), p.sample()) ? 1 : 0))
                        : OptionalDouble.empty()));
    }

    private static double mean(List<Prediction> predictions, ToIntFunction<Prediction> right) {
        return predictions.stream().mapToInt(right).average().orElseThrow();
    }
}
