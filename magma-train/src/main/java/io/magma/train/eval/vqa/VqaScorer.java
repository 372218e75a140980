package io.magma.train.eval.vqa;

import io.magma.train.eval.answer.AnswerScorer;
import io.magma.train.eval.answer.GroundTruth;
import io.magma.train.eval.answer.ScoredAnswer;
import io.magma.train.eval.answer.TruthAnswer;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * VQA accuracy: the mean, over annotators i, of min(1, matches among the others / 3).
 *
 * <p>With ten annotators of whom k say what the model says: 0, 0.3, 0.6, 0.9, and 1 from k = 4 on.
 *
 * @param variant how texts are normalised
 * @param leaveOneOut who the others are
 * @param stem what is done to every text after its punctuation; nothing in the published variants but Emu's (see {@code
 *     AnswerPostProcessing})
 */
public record VqaScorer(VqaVariant variant, LeaveOneOut leaveOneOut, UnaryOperator<String> stem)
        implements AnswerScorer {
    private static final double ENOUGH = 3;

    /** Without stemming. */
    public VqaScorer(VqaVariant variant, LeaveOneOut leaveOneOut) {
        this(variant, leaveOneOut, UnaryOperator.identity());
    }

    @Override
    public ScoredAnswer score(String prediction, GroundTruth truth) {
        List<TruthAnswer> annotated = truth.answers();
        if (annotated.isEmpty()) {
            throw new IllegalArgumentException("expected at least one answer, was none");
        }
        VqaVariant.Normalized texts = variant.normalized(prediction, truth.texts(), stem);
        double sum = 0;
        for (int i = 0; i < annotated.size(); i++) {
            int matches = 0;
            for (int j = 0; j < annotated.size(); j++) {
                if (texts.answers().get(j).equals(texts.prediction()) && isOther(i, j, annotated, texts.objects())) {
                    matches++;
                }
            }
            sum += Math.min(1, matches / ENOUGH);
        }
        return new ScoredAnswer(texts.prediction(), sum / annotated.size());
    }

    private boolean isOther(int i, int j, List<TruthAnswer> annotated, List<String> objects) {
        return switch (leaveOneOut) {
            case INDEX -> i != j;
            case DICT ->
                !(annotated.get(i).rest().equals(annotated.get(j).rest())
                        && objects.get(i).equals(objects.get(j)));
        };
    }
}
