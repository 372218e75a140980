package io.magma.train.data;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Documents as token ids, one after the other, each with an end token.
 *
 * @param tokens all ids
 * @param starts first token of each document, and the number of tokens at the end
 */
@SuppressWarnings("ArrayRecordComponent") // shared by reference, never compared
record TokenizedText(int[] tokens, int[] starts) {

    private static final Logger logger = LoggerFactory.getLogger(TokenizedText.class);

    private static final long LOG_NANOS = 10_000_000_000L;

    /**
     * Encodes every sample of a source.
     *
     * @throws DataException if there are more than 2<sup>31</sup> tokens
     */
    static TokenizedText encode(SampleSource source, RowEncoder encoder) {
        int[] tokens = new int[1 << 16];
        int[] starts = new int[source.size() + 1];
        int count = 0;
        long logged = System.nanoTime();
        for (int i = 0; i < source.size(); i++) {
            int[] ids = encoder.encode().apply(source.get(i, 0).target());
            if ((long) count + ids.length + 1 > Integer.MAX_VALUE - 8) {
                throw new DataException("text source: more than " + Integer.MAX_VALUE + " tokens; split it");
            }
            if (count + ids.length + 1 > tokens.length) {
                long grown = Math.max(count + ids.length + 1L, tokens.length * 3L / 2);
                tokens = Arrays.copyOf(tokens, (int) Math.min(grown, Integer.MAX_VALUE - 8));
            }
            System.arraycopy(ids, 0, tokens, count, ids.length);
            count += ids.length;
            tokens[count++] = encoder.endOfText();
            starts[i + 1] = count;
            if (System.nanoTime() - logged > LOG_NANOS) {
                logged = System.nanoTime();
                logger.info("{} of {} documents tokenized", i + 1, source.size());
            }
        }
        logger.info("{} documents, {} tokens", source.size(), count);
        return new TokenizedText(Arrays.copyOf(tokens, count), starts);
    }

    int documents() {
        return starts.length - 1;
    }
}
