package io.magma.vision;

/** Which statistics the batch norms of an encoder use; one switch shared by all of them. */
public final class BatchStatistics {
    private boolean ofBatch;

    /** Whether norms use the batch's own statistics now. */
    public boolean ofBatch() {
        return ofBatch;
    }

    /** Uses the batch's own statistics from now on ({@code true}) or the stored ones. */
    public void use(boolean batch) {
        ofBatch = batch;
    }
}
