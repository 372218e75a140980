package io.magma.text;

import java.nio.charset.StandardCharsets;

/**
 * GPT-2's printable stand-ins for bytes: printable Latin-1 characters stand for themselves, the others for U+0100 and on.
 *
 * @see <a href="https://github.com/openai/gpt-2/blob/master/src/encoder.py">bytes_to_unicode</a>
 */
final class ByteAlphabet {
    private static final char[] CHARS = chars();

    private ByteAlphabet() {}

    /** The character that stands for a byte, 0 to 255. */
    static char charOf(int value) {
        return CHARS[value];
    }

    /** UTF-8 bytes of {@code text}, each as its character. */
    static String spell(String text) {
        return spell(text.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code bytes}, each as its character. */
    static String spell(byte... bytes) {
        char[] spelt = new char[bytes.length];
        for (int i = 0; i < spelt.length; i++) {
            spelt[i] = CHARS[bytes[i] & 0xff];
        }
        return new String(spelt);
    }

    private static char[] chars() {
        char[] chars = new char[256];
        int next = 256;
        for (int value = 0; value < chars.length; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xa1 && value != 0xad);
            chars[value] = (char) (printable ? value : next++);
        }
        return chars;
    }
}
