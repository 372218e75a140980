package io.magma.hub;

import io.magma.config.HubReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Downloads a repository's files into the cache, several at once. */
public final class HubDownload {
    private static final Logger logger = LoggerFactory.getLogger(HubDownload.class);
    private static final int THREADS = 4;
    private static final int TRIES = 5;

    private final HubSettings settings;
    private final DownloadListener listener;
    private final ToLongFunction<Path> freeSpace;
    private final HubClient client;
    private final Retries retries;

    /** Downloads from and to what {@code settings} say. */
    public HubDownload(HubSettings settings, DownloadListener listener) {
        this(settings, listener, HubDownload::usableSpace);
    }

    /**
     * Downloads from and to what {@code settings} say.
     *
     * @param freeSpace bytes that a folder has room for
     */
    HubDownload(HubSettings settings, DownloadListener listener, ToLongFunction<Path> freeSpace) {
        this.settings = settings;
        this.listener = listener;
        this.freeSpace = freeSpace;
        this.client = new HubClient(settings);
        this.retries = new Retries(TRIES, settings.pause());
    }

    /**
     * Brings a repository's files up to date.
     *
     * @param names files that are wanted; none means those that a model is loaded from
     * @return folder of the revision's files
     * @throws HubException if they cannot be had; what has arrived of them stays for the next try
     */
    public Path fetch(HubReference reference, List<String> names) {
        if (settings.offline()) {
            throw new HubException(reference + ": not downloaded, and " + HubSettings.OFFLINE + " or --offline is set");
        }
        HubCache cache = new HubCache(settings.cache(), reference);
        try {
            HubListing listing = retries.run(
                    () -> client.listing(reference), () -> 0, e -> listener.retrying(reference.toString(), reason(e)));
            List<HubFile> files = names.isEmpty()
                    ? FileSelection.ofModel(reference, listing)
                    : FileSelection.named(reference, listing, names);
            return CacheLock.holding(cache.lockFile(), () -> fetch(reference, cache, listing.commit(), files));
        } catch (IOException e) {
            throw new HubException(
                    reference + ": cannot be downloaded from " + settings.endpoint() + ": " + reason(e), e);
        }
    }

    private Path fetch(HubReference reference, HubCache cache, String commit, List<HubFile> files) throws IOException {
        List<HubFile> missing =
                files.stream().filter(file -> !cache.has(file)).distinct().toList();
        long bytes = files.stream().mapToLong(HubFile::bytes).sum();
        long needed = 0;
        for (HubFile file : missing) {
            Path partial = cache.partial(file);
            Files.createDirectories(partial.getParent());
            needed += file.bytes() - (Files.exists(partial) ? Math.min(file.bytes(), Files.size(partial)) : 0);
        }
        requireSpace(reference, needed);
        listener.began(reference.toString(), files.size(), bytes, bytes - needed);
        try {
            download(new BlobDownload(client, cache, reference, retries, listener), commit, missing);
        } finally {
            listener.ended();
        }
        for (HubFile file : files) {
            cache.link(commit, file);
        }
        cache.remember(commit);
        return cache.snapshot(commit);
    }

    private static void download(BlobDownload download, String commit, List<HubFile> files) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CompletionService<Void> service = new ExecutorCompletionService<>(threads);
            // Two names may share a content, whose partial file only one thread may write.
            List<String> started = new ArrayList<>();
            for (HubFile file : files) {
                if (!started.contains(file.hash())) {
                    started.add(file.hash());
                    service.submit(() -> {
                        download.run(commit, file);
                        return null;
                    });
                }
            }
            for (int i = 0; i < started.size(); i++) {
                service.take().get();
            }
        } catch (ExecutionException e) {
            rethrow(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException("the download was interrupted", e);
        } finally {
            stop(threads);
        }
    }

    // Nobody may write any more when the lock is given back.
    private static void stop(ExecutorService threads) {
        threads.shutdownNow();
        try {
            while (!threads.awaitTermination(1, TimeUnit.MINUTES)) {
                logger.info("waiting for connections to close");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(Throwable cause) throws IOException {
        if (cause instanceof IOException io) {
            throw io;
        } else if (cause instanceof RuntimeException runtime) {
            throw runtime;
        }
        throw new IllegalStateException(cause);
    }

    private void requireSpace(HubReference reference, long needed) {
        long free = freeSpace.applyAsLong(settings.cache());
        if (free < needed) {
            throw new HubException(String.format(
                    Locale.ROOT,
                    "%s: needs %,d MB more, but %s has room for %,d MB; free some, or set HF_HUB_CACHE to another disk",
                    reference,
                    needed / 1_000_000,
                    settings.cache(),
                    free / 1_000_000));
        }
    }

    private static long usableSpace(Path folder) {
        try {
            Files.createDirectories(folder);
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be used", e);
        }
    }

    /** A failed connection in words; Java's own exception for a refused one has none. */
    static String reason(IOException e) {
        if (e instanceof ConnectException) {
            return "no connection" + (e.getMessage() == null ? "" : " (" + e.getMessage() + ")");
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
