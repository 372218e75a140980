package io.magma.train.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A shard on this machine.
 *
 * @param file the tar
 * @param traffic counts what is read
 */
record LocalShard(Path file, Traffic traffic) implements Shard {

    private static final int BUFFER_BYTES = 1 << 16;

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public InputStream open(long offset) {
        try {
            FileChannel channel = FileChannel.open(file);
            channel.position(offset);
            return new BufferedInputStream(new FileStream(channel, this), BUFFER_BYTES);
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static DataException failure(Path file, IOException e) {
        return new DataException(file + ": cannot be read: " + e, e);
    }

    /** A file whose failures are not mistaken for those of the archive in it. */
    private static final class FileStream extends InputStream {
        private final InputStream bytes;
        private final LocalShard shard;

        FileStream(FileChannel channel, LocalShard shard) {
            bytes = Channels.newInputStream(channel);
            this.shard = shard;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            try {
                int count = bytes.read(buffer, offset, length);
                shard.traffic().read(Math.max(0, count));
                return count;
            } catch (IOException e) {
                throw failure(shard.file(), e);
            }
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }
}
