package io.magma.train.data;

import java.util.Arrays;

/**
 * Cuts the endless concatenation of documents, epoch after epoch, into blocks of one length, with no padding.
 *
 * <p>Each epoch has its own order of documents, or file order. A block is a pure function of its number.
 */
final class TextPacker {

    private final TokenizedText text;
    private final int blockTokens;
    private final boolean shuffle;
    private final long seed;
    private volatile Layout latest;

    /** Order of one epoch: the documents and where in the epoch each begins. */
    @SuppressWarnings("ArrayRecordComponent") // private
    private record Layout(long epoch, int[] documents, int[] starts) {}

    TextPacker(TokenizedText text, int blockTokens, boolean shuffle, long seed) {
        this.text = text;
        this.blockTokens = blockTokens;
        this.shuffle = shuffle;
        this.seed = seed;
        latest = layout(0);
    }

    /** Returns the number of blocks of one pass, the last of which may be short. */
    int blocksPerPass() {
        return (text.tokens().length + blockTokens - 1) / blockTokens;
    }

    /** Returns a block of the endless text. */
    int[] block(long number) {
        return read(Math.multiplyExact(number, (long) blockTokens), blockTokens);
    }

    /** Returns a block of one pass, numbered below {@link #blocksPerPass}; the last may be short. */
    int[] blockOfPass(int number) {
        long start = (long) number * blockTokens;
        return read(start, (int) Math.min(blockTokens, text.tokens().length - start));
    }

    private int[] read(long start, int count) {
        int[] block = new int[count];
        int perEpoch = text.tokens().length;
        int filled = 0;
        while (filled < count) {
            Layout layout = layout((start + filled) / perEpoch);
            int at = (int) ((start + filled) % perEpoch);
            int place = Arrays.binarySearch(layout.starts(), at);
            place = place < 0 ? -place - 2 : place;
            int document = layout.documents()[place];
            int skipped = at - layout.starts()[place];
            int from = text.starts()[document] + skipped;
            int length = Math.min(count - filled, text.starts()[document + 1] - from);
            System.arraycopy(text.tokens(), from, block, filled, length);
            filled += length;
        }
        return block;
    }

    private Layout layout(long epoch) {
        Layout known = latest;
        if (known != null && known.epoch() == epoch) {
            return known;
        }
        int[] documents = new int[text.documents()];
        int[] starts = new int[documents.length];
        Permutation permutation = new Permutation(documents.length, Mixer.mix(seed, epoch));
        int at = 0;
        for (int place = 0; place < documents.length; place++) {
            documents[place] = shuffle ? permutation.at(place) : place;
            starts[place] = at;
            at += text.starts()[documents[place] + 1] - text.starts()[documents[place]];
        }
        Layout made = new Layout(epoch, documents, starts);
        latest = made;
        return made;
    }
}
