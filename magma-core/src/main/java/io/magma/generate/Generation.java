package io.magma.generate;

/**
 * One generated text.
 *
 * @param tokens ids in order, without the end of sequence; after {@link FinishReason#STOP} with those of the stop text
 * @param text their text, cut before a stop text
 * @param reason why it ended
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Generation(int[] tokens, String text, FinishReason reason) {}
