package io.magma.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Safetensors files put together byte by byte, without the writer under test. */
final class RawSafetensors {
    private RawSafetensors() {}

    /** Writes header length, header and data as given. */
    static Path write(Path file, String header, byte... data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return writeWithLength(file, json.length, header, data);
    }

    static Path writeWithLength(Path file, long length, String header, byte... data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array());
        out.writeBytes(header.getBytes(StandardCharsets.UTF_8));
        out.writeBytes(data);
        try {
            return Files.write(file, out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** One-tensor header, padded so that data start at a multiple of eight plus {@code shift}. */
    static String header(String entries, int shift) {
        StringBuilder header = new StringBuilder("{" + entries + "}");
        while (header.length() % 8 != shift) {
            header.append(' ');
        }
        return header.toString();
    }
}
