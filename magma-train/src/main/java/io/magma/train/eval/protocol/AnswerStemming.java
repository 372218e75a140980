package io.magma.train.eval.protocol;

/** What answers are reduced to before they are compared. */
public enum AnswerStemming {
    /** Nothing is done. */
    NONE,
    /** OpenFlamingo's stems for OK-VQA. */
    OPENFLAMINGO,
    /** Lemmas of nouns and verbs, as LAVIS has them. */
    LAVIS,
    /** Porter's stemmer on predictions and answers, as Emu has it. */
    PORTER
}
