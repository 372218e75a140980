package io.magma.train.eval.task;

/** How the answers to a task are judged. */
public enum TaskMetric {
    /** Agreement with ten annotators, in one of several variants. */
    VQA_ACCURACY,
    /** Equality with the one answer after normalisation. */
    EXACT_MATCH,
    /** Caption metrics over the whole set. */
    CAPTION,
    /** Equality with the word of the query's class after normalisation, beside chance. */
    CONCEPT_BINDING,
    /** The right one of the task's labels. */
    ACCURACY,
    /** Area under the curve of true over false positives, from the score of the last label. */
    ROC_AUC
}
