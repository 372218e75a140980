package io.magma.train.loop;

import ai.djl.ndarray.NDManager;
import java.util.List;

/**
 * What is minimised.
 *
 * <p>The loss of a step is the sum over all targets of all its micro-batches on all processes, divided by their number; so the
 * number has to be known before anything is computed. An objective that does not add up over micro-batches (contrastive)
 * counts its pairs.
 *
 * @param <B> a batch, on the host
 */
public interface Objective<B> {
    /**
     * Targets (tokens with a label, or pairs) of a batch. One without any is left out of the step; an objective whose loss has
     * extras has some in every batch.
     */
    long targets(B batch);

    /** Names of the batch's samples, for messages; as many as it has samples. */
    List<String> sampleIds(B batch);

    /**
     * Runs the model.
     *
     * @param manager takes the batch's arrays and all intermediates; closed after the backward pass
     * @return the loss; its count equals {@link #targets}
     */
    LossSum loss(B batch, NDManager manager);
}
