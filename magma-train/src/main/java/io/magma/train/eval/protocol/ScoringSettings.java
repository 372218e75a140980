package io.magma.train.eval.protocol;

import io.magma.config.Key;

/**
 * How answers are scored.
 *
 * @param variant which of the VQA accuracies
 * @param looMode how an annotator's own answer is left out
 * @param stemming what OK-VQA's answers are reduced to before they are compared
 * @param captionTokenizer how captions are cut into words
 */
public record ScoringSettings(
        @Key(value = "Which of the VQA accuracies", fallback = "openflamingo")
        VqaScoring variant,

        @Key(value = "How an annotator's own answer is left out", fallback = "index")
        LeaveOneOut looMode,

        @Key(value = "What answers are reduced to before they are compared", fallback = "none")
        AnswerStemming stemming,

        @Key(value = "How captions are cut into words", fallback = "ptb")
        CaptionTokenizer captionTokenizer) {}
