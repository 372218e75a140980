package io.magma.train.eval;

import io.magma.config.SourceConfig;
import io.magma.train.data.Sample;
import io.magma.train.report.EvaluationResult;
import io.magma.train.report.EvaluationSection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scores captions and answers about pictures by exact match, beside the same model blind and the most frequent answer.
 *
 * @see AnswerText
 * @see ConceptName
 */
public final class PictureEvaluation {
    private static final List<String> NOTES = List.of(
            "Greedy decoding. Right is what equals a reference after lower-casing and trimming of white space; nothing else is"
                    + " forgiven.",
            "Concept named: the caption names the right thing when skin tone, hair and gender are taken out of both texts.",
            "Blind is the same model with all pixels zero; majority always gives the most frequent answer of the training data"
                    + " to the same prompt.",
            "Not scored: questions of the types keyword (many right answers) and hair.");

    private final PictureAnswers answers;
    private final EvaluationSettings settings;
    private final Optional<Baseline> baseline;
    private final EvaluationListener listener;
    private final Map<String, String> blind = new HashMap<>();

    /**
     * Prepares to evaluate.
     *
     * @param train training data, for the most frequent answers; empty leaves them out
     */
    public PictureEvaluation(
            PictureAnswers answers,
            EvaluationSettings settings,
            List<SourceConfig> train,
            EvaluationListener listener) {
        this.answers = answers;
        this.settings = settings;
        this.baseline = train.isEmpty() ? Optional.empty() : Optional.of(Baseline.of(train));
        this.listener = listener;
    }

    /**
     * Evaluates all splits.
     *
     * @param title names the model
     * @throws io.magma.train.data.DataException if a split cannot be read or has nothing to score
     * @throws io.magma.train.data.CorruptSampleException if a picture cannot be read
     */
    public EvaluationResult evaluate(String title, List<EvaluationSplit> splits) {
        return new EvaluationResult(
                title, NOTES, splits.stream().map(this::section).toList());
    }

    private EvaluationSection section(EvaluationSplit split) {
        List<Sample> samples = new ArrayList<>(EvaluationSamples.scored(split.sources(), settings.limit()));
        // Prompts of equal length need no padding, and answers of a type end together.
        samples.sort(Comparator.comparing(Sample::type).thenComparing(Sample::prompt));
        List<Prediction> predictions = new ArrayList<>();
        listener.answered(split.name(), 0, samples.size());
        for (int start = 0; start < samples.size(); start += settings.batchSize()) {
            List<Sample> batch = samples.subList(start, Math.min(samples.size(), start + settings.batchSize()));
            List<String> outputs = answers.seeing(batch);
            for (int i = 0; i < batch.size(); i++) {
                predictions.add(new Prediction(batch.get(i), outputs.get(i), blind(batch.get(i))));
            }
            listener.answered(split.name(), predictions.size(), samples.size());
        }
        return new EvaluationSection(
                split.name(),
                split.description(),
                "accuracy",
                true,
                ScoreTable.rows(predictions, baseline),
                GalleryChoice.of(predictions, settings.gallery()));
    }

    // Without a picture the answer depends on the prompt alone.
    private Optional<String> blind(Sample sample) {
        return settings.blind()
                ? Optional.of(blind.computeIfAbsent(
                        sample.prompt(), p -> answers.blind(List.of(p)).get(0)))
                : Optional.empty();
    }
}
