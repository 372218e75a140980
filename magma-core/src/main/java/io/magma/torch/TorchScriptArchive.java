package io.magma.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive that holds one stateless module.
 *
 * <p>The archive is an uncompressed zip with {@code data.pkl} (the module object, pickle protocol 2), {@code
 * code/__torch__.py} (its methods), {@code constants.pkl} and {@code version}, the layout that {@code torch.jit.load} reads.
 */
final class TorchScriptArchive {
    private static final byte[] EMPTY_TUPLE = {(byte) 0x80, 2, ')', '.'};

    private TorchScriptArchive() {}

    /**
     * Packs a module.
     *
     * @param className name of the one class in {@code code}
     * @param code TorchScript source
     * @return the bytes of the archive
     */
    static byte[] pack(String className, String code) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setMethod(ZipOutputStream.STORED);
            put(zip, "ops/data.pkl", moduleObject(className));
            put(zip, "ops/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            put(zip, "ops/constants.pkl", EMPTY_TUPLE);
            // Below 9 libtorch substitutes the GELU of that time, which has no tanh form.
            put(zip, "ops/version", "10\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] moduleObject(String className) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x80, 2});
        out.writeBytes(("c__torch__\n" + className + "\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new byte[] {')', (byte) 0x81, '}', '('});
        string(out, "training");
        out.write(0x88); // True
        string(out, "_is_full_backward_hook");
        out.write('N');
        out.writeBytes(new byte[] {'u', 'b', '.'});
        return out.toByteArray();
    }

    private static void string(ByteArrayOutputStream out, String s) {
        byte[] b = s.getBytes(StandardCharsets.US_ASCII);
        out.writeBytes(new byte[] {'X', (byte) b.length, 0, 0, 0});
        out.writeBytes(b);
    }

    private static void put(ZipOutputStream zip, String name, byte[] data) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        CRC32 crc = new CRC32();
        crc.update(data);
        entry.setCrc(crc.getValue());
        entry.setSize(data.length);
        entry.setCompressedSize(data.length);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }
}
