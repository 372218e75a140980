package io.magma.config;

/** What embeds texts for the contrastive objective. */
public enum TextTowerType {
    /** A causal transformer trained from scratch. */
    TRAINED,
    /** The frozen language model of the run. */
    FROZEN_LM
}
