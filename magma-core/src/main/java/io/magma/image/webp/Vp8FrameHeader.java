package io.magma.image.webp;

import io.magma.image.decode.ByteReader;
import io.magma.image.raster.ImageException;
import io.magma.image.raster.PixelLimit;

/**
 * The header of a VP8 key frame, read from its first partition.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6386#section-9">RFC 6386, section 9</a>
 */
final class Vp8FrameHeader {
    static final int SEGMENTS = 4;
    private static final int TAG_BYTES = 10;
    private static final int MAX_QUANTIZER = 127;

    final int width;
    final int height;
    final boolean segmented;
    final boolean segmentMapped;
    final int[] segmentProbabilities = {255, 255, 255};
    final boolean simpleFilter;
    final int filterLevel;
    final int sharpness;
    final int partitions;
    final int[] coefficients = Vp8Tables.COEFFICIENTS.clone();
    final boolean skips;
    final int skipProbability;
    final int partitionsStart;
    final Vp8BoolDecoder modes;

    private final boolean absoluteSegments;
    private final int[] segmentQuantizers = new int[SEGMENTS];
    private final int[] segmentFilters = new int[SEGMENTS];
    private final boolean filterDeltas;
    private final int[] referenceDeltas = new int[4];
    private final int[] modeDeltas = new int[4];
    private final int quantizer;
    private final int[] quantizerDeltas = new int[5];

    Vp8FrameHeader(byte[] data, int start, int end, String name) {
        if (end - start < TAG_BYTES) {
            throw new ImageException(name, "the picture is truncated (no WebP frame header)");
        }
        ByteReader in = new ByteReader(data, name, false, start);
        int tag = in.u8() | in.u8() << 8 | in.u8() << 16;
        if ((tag & 1) != 0 || in.u8() != 0x9D || in.u8() != 0x01 || in.u8() != 0x2A) {
            throw in.broken("the WebP does not start with a VP8 key frame");
        }
        width = in.u16() & 0x3FFF;
        height = in.u16() & 0x3FFF;
        PixelLimit.check(width, height, name);
        partitionsStart = start + TAG_BYTES + (tag >> 5);
        if (partitionsStart > end) {
            throw new ImageException(name, "the picture is truncated (its WebP data end too early)");
        }
        modes = new Vp8BoolDecoder(data, start + TAG_BYTES, partitionsStart, name);
        modes.literal(2); // colour space and clamping, which do not change decoding here
        segmented = modes.flag();
        segmentMapped = segmented && modes.flag();
        absoluteSegments = segmented && segments(segmentMapped);
        simpleFilter = modes.flag();
        filterLevel = modes.literal(6);
        sharpness = modes.literal(3);
        filterDeltas = modes.flag();
        if (filterDeltas && modes.flag()) {
            deltas(referenceDeltas);
            deltas(modeDeltas);
        }
        partitions = 1 << modes.literal(2);
        quantizer = modes.literal(7);
        for (int i = 0; i < quantizerDeltas.length; i++) {
            quantizerDeltas[i] = modes.optionalSigned(4);
        }
        modes.flag(); // whether probabilities outlive this frame
        for (int i = 0; i < coefficients.length; i++) {
            if (modes.bit(Vp8Tables.COEFFICIENT_UPDATES[i])) {
                coefficients[i] = modes.literal(8);
            }
        }
        skips = modes.flag();
        skipProbability = skips ? modes.literal(8) : 0;
    }

    /** Reads segment data and probabilities; true if the data replace the frame's values instead of adding to them. */
    private boolean segments(boolean mapped) {
        boolean absolute = false;
        if (modes.flag()) {
            absolute = modes.flag();
            for (int i = 0; i < SEGMENTS; i++) {
                segmentQuantizers[i] = modes.optionalSigned(7);
            }
            for (int i = 0; i < SEGMENTS; i++) {
                segmentFilters[i] = modes.optionalSigned(6);
            }
        }
        for (int i = 0; i < segmentProbabilities.length && mapped; i++) {
            segmentProbabilities[i] = modes.flag() ? modes.literal(8) : 255;
        }
        return absolute;
    }

    private void deltas(int[] deltas) {
        for (int i = 0; i < deltas.length; i++) {
            if (modes.flag()) {
                int magnitude = modes.literal(6);
                deltas[i] = modes.flag() ? -magnitude : magnitude;
            }
        }
    }

    /** Quantizer steps of a segment: DC and AC of luma, of the second-order luma block, and of chroma. */
    int[] steps(int segment) {
        int base = segmented ? segmentQuantizers[segment] + (absoluteSegments ? 0 : quantizer) : quantizer;
        return new int[] {
            Vp8Tables.DC_STEPS[index(base + quantizerDeltas[0], MAX_QUANTIZER)],
            Vp8Tables.AC_STEPS[index(base, MAX_QUANTIZER)],
            Vp8Tables.DC_STEPS[index(base + quantizerDeltas[1], MAX_QUANTIZER)] * 2,
            Math.max(8, Vp8Tables.AC_STEPS[index(base + quantizerDeltas[2], MAX_QUANTIZER)] * 155 / 100),
            Vp8Tables.DC_STEPS[index(base + quantizerDeltas[3], 117)],
            Vp8Tables.AC_STEPS[index(base + quantizerDeltas[4], MAX_QUANTIZER)]
        };
    }

    private static int index(int value, int max) {
        return Math.min(max, Math.max(0, value));
    }

    /** Loop filter level of a macroblock, 0 to 63. */
    int filterLevel(int segment, boolean subBlocks) {
        int level = segmented ? segmentFilters[segment] + (absoluteSegments ? 0 : filterLevel) : filterLevel;
        if (filterDeltas) {
            level += referenceDeltas[0] + (subBlocks ? modeDeltas[0] : 0);
        }
        return index(level, 63);
    }
}
