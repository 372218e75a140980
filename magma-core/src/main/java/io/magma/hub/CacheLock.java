package io.magma.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps other processes and threads from downloading the same repository at the same time; they wait. */
final class CacheLock {
    private static final Logger logger = LoggerFactory.getLogger(CacheLock.class);

    /** A file's lock belongs to the process, so threads need one of their own. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private CacheLock() {}

    /** What is done alone. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Waits for the lock that {@code file} stands for, and works while holding it. */
    static <T> T holding(Path file, Work<T> work) throws IOException {
        Path path = file.toAbsolutePath();
        ReentrantLock threads = THREADS.computeIfAbsent(path, f -> new ReentrantLock());
        threads.lock();
        try {
            Files.createDirectories(path.resolveSibling(""));
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                if (channel.tryLock() == null) {
                    logger.info("{}: another process is downloading this repository; waiting for it", path);
                    channel.lock();
                }
                return work.run();
            }
        } finally {
            threads.unlock();
        }
    }
}
