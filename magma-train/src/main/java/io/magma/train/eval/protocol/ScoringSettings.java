package io.magma.train.eval.protocol;

import io.magma.config.Checks;
import io.magma.config.Key;
import io.magma.train.eval.caption.CaptionTokenizer;

/**
 * How answers are scored.
 *
 * @param variant which of the VQA accuracies
 * @param looMode how an annotator's own answer is left out
 * @param stemming what OK-VQA's answers are reduced to before they are compared
 * @param captionTokenizer how captions are cut into words
 * @param captionReferences most right captions of a picture that count, in the order of the file; 0 means all
 */
public record ScoringSettings(
        @Key(value = "Which of the VQA accuracies", fallback = "openflamingo")
        VqaScoring variant,

        @Key(value = "How an annotator's own answer is left out", fallback = "index")
        LeaveOneOut looMode,

        @Key(value = "What answers are reduced to before they are compared", fallback = "none")
        AnswerStemming stemming,

        @Key(value = "How captions are cut into words", fallback = "ptb")
        CaptionTokenizer captionTokenizer,

        @Key(
                value = "Most right captions of a picture that count, in the order of the file; 0 means all",
                range = "at least 0",
                fallback = "0")
        int captionReferences) {
    public ScoringSettings {
        new Checks().atLeast(0, "caption_references", captionReferences).done();
    }
}
