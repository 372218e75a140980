package io.magma.weights.torchfile;

import io.magma.weights.WeightsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Recognises files that are no PyTorch zip files, by their first bytes, and says how to convert them. */
final class OtherFormats {
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    /** A pickle of protocol 2 that begins with the number 0x1950a86a20f9469cfc6c. */
    private static final byte[] LEGACY = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        10,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19
    };

    private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);
    private static final int TAR_MAGIC_AT = 257;
    private static final int HEAD_BYTES = TAR_MAGIC_AT + 5;

    private OtherFormats() {}

    /**
     * Refuses everything that does not begin as a zip file does.
     *
     * @throws WeightsException naming the format and the way out
     */
    static void refuse(Path file, FileChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(HEAD_BYTES);
        int n = 1;
        while (buffer.hasRemaining() && n > 0) {
            n = channel.read(buffer, buffer.position());
        }
        byte[] head = Arrays.copyOf(buffer.array(), buffer.position());
        if (startsWith(head, 0, ZIP)) {
            return;
        }
        if (startsWith(head, 0, LEGACY)) {
            throw new WeightsException(file, "is in PyTorch's format from before 1.6" + conversion(file));
        }
        if (startsWith(head, TAR_MAGIC_AT, TAR)) {
            throw new WeightsException(file, "is a tar file, PyTorch's format from before 0.1.10" + conversion(file));
        }
        throw new WeightsException(
                file, "is not a PyTorch zip file, which torch.save and torch.jit.save write (" + beginning(head) + ")");
    }

    private static String conversion(Path file) {
        String name = String.valueOf(file.getFileName());
        return ", which is not read; convert it once: python -c \"import torch; torch.save(torch.load('" + name
                + "', map_location='cpu'), 'converted-" + name + "')\"";
    }

    private static String beginning(byte[] head) {
        if (head.length == 0) {
            return "it is empty";
        }
        StringBuilder hex = new StringBuilder("it begins with bytes");
        for (int i = 0; i < Math.min(4, head.length); i++) {
            hex.append(String.format(" %02x", head[i]));
        }
        return hex.toString();
    }

    private static boolean startsWith(byte[] head, int at, byte[] magic) {
        return head.length >= at + magic.length && Arrays.equals(head, at, at + magic.length, magic, 0, magic.length);
    }
}
