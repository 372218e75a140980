package io.magma.train.eval;

import io.magma.config.SourceConfig;
import io.magma.train.data.Sample;
import io.magma.train.data.SampleSource;
import io.magma.train.data.SampleSources;
import java.util.List;

/**
 * Scores of always giving the most frequent answer of the training data.
 *
 * @param answers whole answers and captions
 * @param concepts concepts of captions
 */
record Baseline(MostFrequentAnswers answers, MostFrequentAnswers concepts) {
    static Baseline of(List<SourceConfig> train) {
        Baseline baseline =
                new Baseline(new MostFrequentAnswers(AnswerText::normalized), new MostFrequentAnswers(ConceptName::of));
        for (SourceConfig config : train) {
            SampleSource source = SampleSources.open(config);
            for (int i = 0; i < source.size(); i++) {
                baseline.add(source.get(i, 0));
            }
        }
        return baseline;
    }

    private void add(Sample sample) {
        answers.add(sample);
        if (ScoredType.isCaption(sample)) {
            concepts.add(sample);
        }
    }

    boolean answerIsRight(Sample sample) {
        return answers.to(sample.prompt())
                .filter(a -> AnswerText.matches(a, sample.references()))
                .isPresent();
    }

    boolean conceptIsRight(Sample sample) {
        return concepts.to(sample.prompt())
                .filter(c -> ScoredType.names(c, sample.references()))
                .isPresent();
    }
}
