package io.magma.train.eval.run;

import io.magma.config.ConfigException;
import io.magma.train.eval.answer.AnswerScorer;
import io.magma.train.eval.answer.GroundTruth;
import io.magma.train.eval.answer.ScoredAnswer;
import io.magma.train.eval.answer.TruthAnswer;
import io.magma.train.eval.protocol.ScoringSettings;
import io.magma.train.eval.task.TaskItem;
import io.magma.train.eval.vqa.AnswerPostProcessing;
import io.magma.train.eval.vqa.VqaScorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Agreement with the annotators, 0 to 1.
 *
 * @param name of the metric, with its variant
 * @param scorer compares one answer
 */
record VqaAccuracy(String name, AnswerScorer scorer) implements TaskScorer {
    private static final String SCORE = "vqa_accuracy";

    /**
     * The accuracy of a protocol.
     *
     * @throws ConfigException if its stemming needs a file that is not named
     */
    static VqaAccuracy of(ScoringSettings settings) {
        AnswerPostProcessing stemming = settings.stemming();
        boolean wordNet = stemming == AnswerPostProcessing.OPENFLAMINGO || stemming == AnswerPostProcessing.LAVIS;
        require(!wordNet || settings.wordnet().isPresent(), "wordnet", stemming);
        require(
                stemming != AnswerPostProcessing.OPENFLAMINGO
                        || settings.manualStems().isPresent(),
                "manual_stems",
                stemming);
        VqaScorer scorer = new VqaScorer(settings.variant(), settings.looMode());
        String name = SCORE + ", " + settings.variant().id() + ", leave-one-out by "
                + settings.looMode().name().toLowerCase(Locale.ROOT)
                + (stemming == AnswerPostProcessing.NONE ? "" : ", stems " + stemming.id());
        return new VqaAccuracy(name, stemming.scorer(scorer, settings.wordnet(), settings.manualStems()));
    }

    private static void require(boolean met, String key, AnswerPostProcessing stemming) {
        if (!met) {
            throw new ConfigException("scoring." + key + ": is needed for stemming as " + stemming.id()
                    + "; --set scoring." + key + "=FILE, or --set scoring.stemming=none");
        }
    }

    @Override
    public ItemScore score(Answered answered) {
        ScoredAnswer scored = scorer.score(answered.text(), truth(answered.item()));
        return new ItemScore(scored.normalized(), OptionalDouble.of(scored.score()));
    }

    @Override
    public Map<String, Double> total(List<Answered> all) {
        return all.isEmpty()
                ? Map.of()
                : Map.of(
                        SCORE,
                        all.stream()
                                .mapToDouble(a -> score(a).score().orElseThrow())
                                .average()
                                .orElseThrow());
    }

    private static GroundTruth truth(TaskItem item) {
        if (item.annotators().isEmpty()) {
            return GroundTruth.of(item.answers(), List.of());
        }
        List<TruthAnswer> answers = new ArrayList<>();
        for (int i = 0; i < item.answers().size(); i++) {
            answers.add(new TruthAnswer(item.answers().get(i), item.annotators().get(i)));
        }
        return new GroundTruth(answers, List.of());
    }
}
