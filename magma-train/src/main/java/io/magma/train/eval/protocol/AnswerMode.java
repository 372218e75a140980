package io.magma.train.eval.protocol;

/** How an answer comes about. */
public enum AnswerMode {
    /** The model writes it. */
    GENERATE,
    /** The most probable one of the task's labels, by the sum of its tokens' log-probabilities. */
    RANK_SUM,
    /** By their mean, which does not favour short labels. */
    RANK_MEAN,
    /** The most probable one of the task's labels by the model's class head. */
    CLASS_HEAD,
    /** By the class head if the model has one that knows the task's labels, else as {@link #RANK_MEAN}. */
    CLOSED_SET
}
