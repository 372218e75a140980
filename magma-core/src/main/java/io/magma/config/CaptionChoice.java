package io.magma.config;

/** Which of an image's captions an access returns. */
public enum CaptionChoice {
    /** The first. */
    FIRST,
    /** One drawn anew in every epoch, from the run's seed. */
    RANDOM
}
