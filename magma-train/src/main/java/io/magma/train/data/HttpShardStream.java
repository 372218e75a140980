package io.magma.train.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bytes of a shard on a server, in order; a connection that fails or stalls is replaced by one that goes on at the byte that
 * was reached.
 *
 * <p>Ends where the server says the file ends, or where the connection does if it does not say. Once there have been more
 * failures in a row than {@link HttpAccess#retries}, reading throws a {@link DataException}.
 */
final class HttpShardStream extends InputStream {

    private static final Logger logger = LoggerFactory.getLogger(HttpShardStream.class);

    private static final long IDLE_NANOS = 5_000_000_000L;

    private final HttpShard shard;
    private long position;
    private long total = -1;
    private Optional<String> version = Optional.empty();
    private Optional<HttpRange> range = Optional.empty();
    private int failures;
    private long lastRead;

    HttpShardStream(HttpShard shard, long offset) {
        this.shard = shard;
        position = offset;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        while (true) {
            long began = System.nanoTime();
            try {
                int count = connected().body().read(buffer, offset, length);
                if (count < 0 && position < total) {
                    throw new EOFException("the connection ended at byte " + position + " of " + total);
                }
                if (count > 0) {
                    position += count;
                    failures = 0;
                    shard.access().traffic().read(count);
                }
                lastRead = System.nanoTime();
                return count;
            } catch (IOException e) {
                boolean wasIdle = range.isPresent() && failures == 0 && began - lastRead > IDLE_NANOS;
                disconnect();
                // Servers hang up on those who take nothing for a while, as training between two reads does.
                if (!wasIdle) {
                    failed(e);
                }
            }
        }
    }

    private HttpRange connected() throws IOException {
        if (range.isEmpty()) {
            HttpRange answer = HttpRange.request(shard, position);
            boolean longer = total >= 0 && answer.total() >= 0 && answer.total() != total;
            boolean other = version.isPresent()
                    && answer.version().isPresent()
                    && !answer.version().equals(version);
            if (longer || other) {
                answer.connection().disconnect();
                throw new DataException(shard.name() + ": has changed on the server while it was read");
            }
            total = answer.total();
            version = answer.version();
            range = Optional.of(answer);
        }
        return range.get();
    }

    private void failed(IOException cause) {
        failures++;
        String message = cause.getMessage();
        boolean hostOnly = cause instanceof UnknownHostException;
        String reason = message == null || hostOnly ? cause.toString() : message;
        if (failures > shard.access().retries()) {
            throw new DataException(
                    shard.name() + ": cannot be read, given up after " + (failures - 1) + " retries; the last failure: "
                            + reason,
                    cause);
        }
        long asked = cause instanceof RetryLaterException later ? later.millis() : 0;
        long wait = Math.max(
                asked,
                shard.access()
                        .backoff()
                        .millis(failures, ThreadLocalRandom.current().nextDouble()));
        shard.access().traffic().retry();
        logger.warn(
                "{}: {}; retry {} of {} in {} ms",
                shard.name(),
                reason,
                failures,
                shard.access().retries(),
                wait);
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException(shard.name() + ": interrupted while it was read");
        }
    }

    private void disconnect() {
        range.ifPresent(answer -> answer.connection().disconnect());
        range = Optional.empty();
    }

    @Override
    public void close() {
        disconnect();
    }
}
