package io.magma.hub;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Progress as a line of the log every tenth of the way. */
final class LoggedDownload implements DownloadListener {
    private static final Logger logger = LoggerFactory.getLogger(LoggedDownload.class);
    private static final int PARTS = 10;

    private final AtomicLong done = new AtomicLong();
    private volatile String repository = "";
    private volatile long bytes;

    @Override
    public void began(String name, int files, long total, long present) {
        repository = name;
        bytes = total;
        done.set(present);
        logger.info("{}: {} files, {} MB to download", name, files, (total - present) / 1_000_000);
    }

    @Override
    public void received(long count) {
        long now = done.addAndGet(count);
        if (count > 0 && part(now) != part(now - count)) {
            logger.info("{}: {} of {} MB", repository, now / 1_000_000, bytes / 1_000_000);
        }
    }

    private long part(long position) {
        return bytes == 0 ? 0 : PARTS * position / bytes;
    }

    @Override
    public void retrying(String file, String reason) {
        logger.warn("{}: {}: {}; trying again", repository, file, reason);
    }

    @Override
    public void ended() {
        logger.debug("{}: download ended", repository);
    }
}
