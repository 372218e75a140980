package io.magma.hub;

import io.magma.config.HubReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Downloads the content of one file: goes on where an earlier try stopped, and gives it its name only when its checksum is
 * right.
 */
final class BlobDownload {
    private static final int BUFFER = 1 << 18;
    private static final int MISMATCHES = 2;
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final HubClient client;
    private final HubCache cache;
    private final HubReference reference;
    private final Retries retries;
    private final DownloadListener listener;

    BlobDownload(HubClient client, HubCache cache, HubReference reference, Retries retries, DownloadListener listener) {
        this.client = client;
        this.cache = cache;
        this.reference = reference;
        this.retries = retries;
        this.listener = listener;
    }

    /**
     * Downloads what is missing of a file.
     *
     * @throws HubException if the Hub refuses, or sends other bytes than it announced
     * @throws IOException if the connection fails again and again
     */
    void run(String commit, HubFile file) throws IOException {
        Path partial = cache.partial(file);
        for (int i = 1; !cache.has(file); i++) {
            retries.run(
                    () -> complete(commit, file, partial),
                    () -> size(partial),
                    e -> listener.retrying(file.name(), HubDownload.reason(e)));
            if (Files.size(partial) == file.bytes() && file.isIn(partial)) {
                Files.move(partial, cache.blob(file), StandardCopyOption.ATOMIC_MOVE);
                return;
            }
            discard(partial);
            if (i == MISMATCHES) {
                throw new HubException(reference + ": " + file.name() + " has another checksum than the Hub says, "
                        + MISMATCHES + " times; nothing of it was kept");
            }
            listener.retrying(file.name(), "has another checksum than the Hub says");
        }
    }

    private Path complete(String commit, HubFile file, Path partial) throws IOException {
        long have = size(partial);
        if (have > file.bytes()) {
            discard(partial);
            have = 0;
        }
        if (have == file.bytes() && Files.exists(partial)) {
            return partial;
        }
        HttpResponse<InputStream> response = client.open(reference, commit, file.name(), have);
        try (InputStream body = response.body();
                StallGuard guard = new StallGuard(body, STALLED)) {
            if (have > 0 && !continues(response, have)) {
                discard(partial);
            }
            append(body, partial, file, guard);
        }
        if (size(partial) < file.bytes()) {
            throw new IOException("the connection ended early");
        }
        return partial;
    }

    // A server may ignore the range that was asked for and send everything.
    private static boolean continues(HttpResponse<?> response, long from) {
        return response.statusCode() == 206
                && response.headers()
                        .firstValue("Content-Range")
                        .filter(range -> range.startsWith("bytes " + from + "-"))
                        .isPresent();
    }

    private void append(InputStream body, Path partial, HubFile file, StallGuard guard) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(partial, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                guard.alive();
                write(out, buffer, n, file);
                listener.received(n);
            }
        }
    }

    private void write(OutputStream out, byte[] buffer, int count, HubFile file) {
        try {
            out.write(buffer, 0, count);
        } catch (IOException e) {
            throw new HubException(
                    reference + ": " + file.name() + " cannot be written to "
                            + cache.blob(file).getParent() + ": " + e.getMessage(),
                    e);
        }
    }

    private void discard(Path partial) throws IOException {
        listener.received(-size(partial));
        Files.deleteIfExists(partial);
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
