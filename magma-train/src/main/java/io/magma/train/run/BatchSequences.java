package io.magma.train.run;

import io.magma.multimodal.TokenSequence;
import io.magma.train.data.HostBatch;
import java.util.ArrayList;
import java.util.List;

/** The rows of a batch as a multimodal model reads them. */
public final class BatchSequences {
    private BatchSequences() {}

    /**
     * Pictures first, then the rows' tokens.
     *
     * @param pictures whether the model sees the samples' pictures
     */
    public static List<TokenSequence> of(HostBatch batch, boolean pictures) {
        List<TokenSequence> rows = new ArrayList<>(batch.size());
        for (int row = 0; row < batch.size(); row++) {
            boolean picture = pictures && batch.samples().get(row).image().isPresent();
            int[] tokens = batch.tokens()[row];
            int start = batch.lossStart()[row];
            rows.add(picture ? TokenSequence.afterImage(tokens, start) : new TokenSequence(tokens, start));
        }
        return rows;
    }
}
