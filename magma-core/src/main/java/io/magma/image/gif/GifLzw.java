package io.magma.image.gif;

import io.magma.image.decode.ByteReader;
import java.util.Arrays;

/** The LZW variant of GIF: codes of 3 to 12 bits, least significant bit first, in blocks of up to 255 bytes. */
final class GifLzw {
    private static final int MAX_BITS = 12;
    private static final int MAX_CODES = 1 << MAX_BITS;
    private static final int NONE = -1;

    private final ByteReader in;
    private final int minimumBits;
    private final int[] prefix = new int[MAX_CODES];
    private final byte[] suffix = new byte[MAX_CODES];
    private final byte[] stack = new byte[MAX_CODES + 1];
    private int blockLeft;
    private int buffer;
    private int buffered;

    GifLzw(ByteReader in, int minimumBits) {
        if (minimumBits < 1 || minimumBits >= MAX_BITS) {
            throw in.broken("the GIF has an impossible code size " + minimumBits);
        }
        this.in = in;
        this.minimumBits = minimumBits;
    }

    /**
     * Decodes indices.
     *
     * @param count how many
     * @param fill what stays where the stream ends early by its own end code
     */
    byte[] decode(int count, int fill) {
        byte[] out = new byte[count];
        Arrays.fill(out, (byte) fill);
        int clear = 1 << minimumBits;
        int end = clear + 1;
        int bits = minimumBits + 1;
        int next = clear + 2;
        int last = NONE;
        int first = 0;
        int done = 0;
        while (done < count) {
            int code = code(bits);
            if (code == end) {
                return out;
            }
            if (code == clear) {
                bits = minimumBits + 1;
                next = clear + 2;
                last = NONE;
                continue;
            }
            if (code > next || (last == NONE && code > clear) || (code == next && next >= MAX_CODES)) {
                throw in.broken("the GIF's compressed data are corrupt");
            }
            int depth = 0;
            int walk = code;
            if (code == next) {
                stack[depth++] = (byte) first;
                walk = last;
            }
            while (walk >= clear) {
                stack[depth++] = suffix[walk];
                walk = prefix[walk];
            }
            first = walk;
            stack[depth++] = (byte) walk;
            while (depth > 0 && done < count) {
                out[done++] = stack[--depth];
            }
            if (last != NONE && next < MAX_CODES) {
                prefix[next] = last;
                suffix[next] = (byte) first;
                next++;
                if (next == 1 << bits && bits < MAX_BITS) {
                    bits++;
                }
            }
            last = code;
        }
        return out;
    }

    private int code(int bits) {
        while (buffered < bits) {
            if (blockLeft == 0) {
                blockLeft = in.u8();
                if (blockLeft == 0) {
                    throw in.broken("the picture is truncated (its data end too early)");
                }
            }
            buffer |= in.u8() << buffered;
            blockLeft--;
            buffered += 8;
        }
        int code = buffer & (1 << bits) - 1;
        buffer >>>= bits;
        buffered -= bits;
        return code;
    }
}
