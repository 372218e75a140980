package io.magma.inference;

import io.magma.multimodal.TokenSequence;
import java.util.List;

/**
 * Prompts as a model reads them.
 *
 * @param rows token ids and places of pictures
 * @param pixels normalised pictures of all rows in order, 3 * R * R floats each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record EncodedPrompts(List<TokenSequence> rows, float[] pixels) {}
