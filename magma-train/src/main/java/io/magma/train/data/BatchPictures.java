package io.magma.train.data;

/**
 * The pictures of a batch where some are known by their features.
 *
 * @param keys content hash of each row's picture
 * @param known of each row, whether its features are at hand; the pixels of a batch are those of the others
 */
@SuppressWarnings("ArrayRecordComponent") // batches are handed on, never compared
public record BatchPictures(String[] keys, boolean[] known) {}
