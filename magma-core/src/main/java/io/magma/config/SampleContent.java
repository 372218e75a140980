package io.magma.config;

/** What is read of a sample that has several kinds of text. */
public enum SampleContent {
    /** Its captions. */
    CAPTIONS,
    /** Its questions and answers. */
    QUESTIONS
}
