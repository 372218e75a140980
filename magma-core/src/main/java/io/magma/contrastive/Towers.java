package io.magma.contrastive;

import io.magma.vision.BatchStatistics;

/**
 * The two towers.
 *
 * @param images embeds pictures
 * @param texts embeds texts
 * @param statistics switch of the image encoder's batch norms
 * @param batchStatistics whether they use the batch's statistics in training
 */
record Towers(ImageTower images, TextTower texts, BatchStatistics statistics, boolean batchStatistics) {
    void training(boolean on) {
        statistics.use(on && batchStatistics);
    }
}
