package io.magma.config;

/** Where start weights come from. */
public enum WeightsOrigin {
    /** The files of the folder; a missing tensor is an error. */
    PRETRAINED,
    /** Initialised from the run's seed; the folder gives the architecture only. */
    RANDOM
}
