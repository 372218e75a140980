package io.magma.offload;

/**
 * Whether the weights of a decoder's blocks are on the device when they are needed.
 *
 * <p>For one pass at a time: blocks of two passes must not run side by side.
 */
public interface BlockResidency extends AutoCloseable {
    /**
     * Has the weights of a block on the device for all that the calling thread asks of it from now on, until it uses another
     * block. Whatever was computed with other blocks must have been asked of the device by now, their way back included.
     *
     * @param block its number, from 0
     * @throws OffloadException if they cannot be brought there
     */
    void use(int block);

    /** Says which block is likely to be used next, where it is no neighbour of the one in use. */
    void expect(int block);

    /** Whether all blocks stay where they are, so that autograd may keep the weights of many at once. */
    boolean holdsAll();

    /** Ends copies that are running. The model cannot be used any more; its tensors stay their managers'. */
    @Override
    void close();
}
