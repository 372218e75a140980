package io.magma.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.HostData;
import java.util.Arrays;
import java.util.List;

/**
 * Texts as tokens, padded at their ends to the longest.
 *
 * @param ids (B, T) of int64
 * @param lengths tokens of each text, its last one being the end-of-text token; at least 1
 */
public record TokenBatch(NDArray ids, List<Integer> lengths) {
    public TokenBatch {
        lengths = List.copyOf(lengths);
    }

    /**
     * Puts texts on a device.
     *
     * @param texts tokens of each text; the last is the end-of-text token, which stays when a text is cut
     * @param contextLength tokens after which texts are cut, at least 1
     * @param manager owns {@link #ids}
     */
    public static TokenBatch of(List<int[]> texts, int contextLength, NDManager manager) {
        List<Integer> lengths =
                texts.stream().map(text -> Math.min(text.length, contextLength)).toList();
        int longest = lengths.stream().mapToInt(Integer::intValue).max().orElse(1);
        long[] ids = new long[texts.size() * longest];
        for (int i = 0; i < texts.size(); i++) {
            int[] text = texts.get(i);
            long end = text[text.length - 1];
            Arrays.fill(ids, i * longest, (i + 1) * longest, end);
            for (int t = 0; t < lengths.get(i) - 1; t++) {
                ids[i * longest + t] = text[t];
            }
        }
        return new TokenBatch(HostData.longs(manager, ids, texts.size(), longest), lengths);
    }

    /** Rows of the flattened (B · T) tokens at which the texts end: (B) of int64. */
    NDArray ends() {
        int longest = (int) ids.getShape().get(1);
        long[] rows = new long[lengths.size()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (long) i * longest + lengths.get(i) - 1;
        }
        return HostData.longs(ids.getManager(), rows, rows.length);
    }

    /** 1 at tokens and 0 at padding: (B, T) of float32. */
    NDArray mask() {
        int longest = (int) ids.getShape().get(1);
        float[] mask = new float[lengths.size() * longest];
        for (int i = 0; i < lengths.size(); i++) {
            Arrays.fill(mask, i * longest, i * longest + lengths.get(i), 1f);
        }
        return HostData.floats(ids.getManager(), mask, lengths.size(), longest);
    }
}
