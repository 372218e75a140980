package io.magma.config;

/** Where the features of a frozen image encoder are kept, so that a picture is encoded once and not every epoch. */
public enum FeatureCacheMode {
    /** Nowhere. */
    OFF,
    /** In the memory of the process, gone when it ends. */
    MEMORY,
    /** In a folder, for later runs and for all processes of one. */
    DISK
}
