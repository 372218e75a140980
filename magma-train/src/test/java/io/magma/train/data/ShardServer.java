package io.magma.train.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/** A server of this machine for the files of a folder, with byte ranges, that misbehaves as told. */
public final class ShardServer implements AutoCloseable {

    /** What it was asked for: a file, and the first byte. */
    record Request(String file, long offset) {}

    /** Misbehaviour: answers a request in its own way and returns true, or false to leave it to the server. */
    @FunctionalInterface
    interface Fault {
        boolean answer(HttpExchange exchange, int number, byte[] rest) throws IOException;
    }

    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Fault fault = (exchange, number, rest) -> false;
    private volatile String tag = "\"1\"";

    /** Serves {@code folder} on a free port. */
    public ShardServer(Path folder) throws IOException {
        this(folder, HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "http");
    }

    /** Serves {@code folder} over TLS on a free port. */
    static ShardServer encrypted(Path folder, SSLContext keys) throws IOException {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(keys));
        return new ShardServer(folder, https, "https");
    }

    private ShardServer(Path folder, HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(
                        exchange,
                        folder.resolve(exchange.getRequestURI().getPath().substring(1)));
            }
        });
        server.start();
    }

    /** Returns the address of a file or a pattern. */
    public String url(String name) {
        return scheme + "://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    void misbehave(Fault how) {
        fault = how;
    }

    void tag(String version) {
        tag = version;
    }

    private void answer(HttpExchange exchange, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(404, -1);
            return;
        }
        byte[] all = Files.readAllBytes(file);
        String range = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                .orElse("bytes=0-");
        long offset = Long.parseLong(range.substring("bytes=".length(), range.length() - 1));
        int number;
        authorizations.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("none"));
        synchronized (requests) {
            requests.add(new Request(file.getFileName().toString(), offset));
            number = requests.size();
        }
        byte[] rest = offset >= all.length ? new byte[0] : Arrays.copyOfRange(all, (int) offset, all.length);
        if (fault.answer(exchange, number, rest)) {
            return;
        }
        exchange.getResponseHeaders().set("ETag", tag);
        if (rest.length == 0) {
            exchange.getResponseHeaders().set("Content-Range", "bytes */" + all.length);
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        exchange.getResponseHeaders()
                .set("Content-Range", "bytes " + offset + "-" + (all.length - 1) + "/" + all.length);
        exchange.sendResponseHeaders(206, rest.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(rest);
        }
    }

    /** Sends the first bytes of an answer, and then hangs up or waits until the server is closed. */
    boolean sendPart(HttpExchange exchange, byte[] rest, int count, boolean stall) throws IOException {
        long offset = requests.get(requests.size() - 1).offset();
        exchange.getResponseHeaders()
                .set(
                        "Content-Range",
                        "bytes " + offset + "-" + (offset + rest.length - 1) + "/" + (offset + rest.length));
        exchange.sendResponseHeaders(206, rest.length);
        exchange.getResponseBody().write(rest, 0, Math.min(count, rest.length));
        exchange.getResponseBody().flush();
        if (stall) {
            try {
                closed.await(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return true;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
