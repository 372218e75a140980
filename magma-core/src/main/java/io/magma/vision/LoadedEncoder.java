package io.magma.vision;

/**
 * An image encoder with its weights, ready to be trained or used.
 *
 * @param encoder turns pictures into features
 * @param trained whether its weights are trained
 * @param statistics switch of its batch norms
 * @param batchStatistics whether they use the batch's own statistics, and move the stored ones, while training
 */
public record LoadedEncoder(
        ImageEncoder encoder, boolean trained, BatchStatistics statistics, boolean batchStatistics) {
    /** Switches batch statistics, where configured, on or off. */
    public void training(boolean on) {
        statistics.use(on && batchStatistics);
    }
}
