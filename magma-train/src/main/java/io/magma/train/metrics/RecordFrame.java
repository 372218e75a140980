package io.magma.train.metrics;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * A record as TFRecord files frame it: {@code uint64 length, uint32 masked CRC of these 8 bytes, data, uint32 masked CRC of the
 * data}, little-endian.
 *
 * @see <a href="https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details">the format</a>
 */
final class RecordFrame {
    private static final int MASK_DELTA = 0xa282ead8;

    private RecordFrame() {}

    static byte[] of(byte[] data) {
        ByteBuffer frame = ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + data.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length);
        return frame.putInt(maskedCrc(frame.array(), Long.BYTES))
                .put(data)
                .putInt(maskedCrc(data, data.length))
                .array();
    }

    /** CRC-32C (Castagnoli) of the first bytes, rotated right by 15 bits and shifted, so that CRCs of CRCs stay good. */
    static int maskedCrc(byte[] data, int length) {
        CRC32C crc = new CRC32C();
        crc.update(data, 0, length);
        return Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
    }
}
