package io.magma.testing;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A Hub of the test's own on the loopback, with one repository; it can be told to misbehave. */
public final class LocalHub implements AutoCloseable {
    public static final String REPOSITORY = "org/tiny-lm";
    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    /** What a request was. */
    public record Request(String host, String path, Optional<String> range, Optional<String> authorization) {}

    /** Answers a request for a file instead of the usual way. */
    @FunctionalInterface
    public interface Misbehaviour {
        void answer(HttpExchange exchange, byte[] content) throws IOException;
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Map<String, byte[]> files = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, byte[]> large = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Map<String, Deque<Misbehaviour>> misbehaviours = Collections.synchronizedMap(new LinkedHashMap<>());
    private final HttpServer server;
    private final HttpServer storage;

    /** Starts it. */
    public LocalHub() throws IOException {
        server = start(this::hub);
        storage = start(this::store);
    }

    private static HttpServer start(com.sun.net.httpserver.HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "local-hub");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", handler);
        server.start();
        return server;
    }

    /** Its base address. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    URI storage() {
        return URI.create("http://127.0.0.1:" + storage.getAddress().getPort());
    }

    /** A small file, which the Hub sends itself and names by Git's blob id. */
    public LocalHub small(String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** A large file, for which the Hub redirects to its storage and names by SHA-256. */
    public LocalHub large(String name, byte[] content) {
        large.put(name, content);
        return this;
    }

    /** The next request for this file ends so; several queue up. The name {@code api} stands for the listing. */
    public LocalHub next(String name, Misbehaviour misbehaviour) {
        misbehaviours.computeIfAbsent(name, n -> new ArrayDeque<>()).add(misbehaviour);
        return this;
    }

    /** All requests so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Forgets the requests so far. */
    public void forget() {
        requests.clear();
    }

    /** Those for a file. */
    public List<Request> of(String name) {
        return requests.stream().filter(r -> r.path().endsWith("/" + name)).toList();
    }

    private void hub(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = note(exchange);
            if (path.startsWith("/api/models/" + REPOSITORY + "/revision/")) {
                if (!misbehaved("api", exchange, new byte[0])) {
                    respond(exchange, 200, listing());
                }
                return;
            }
            String name = path.replaceFirst("^/" + REPOSITORY + "/resolve/" + COMMIT + "/", "");
            byte[] content = large.getOrDefault(name, files.get(name));
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
            } else if (large.containsKey(name)) {
                exchange.getResponseHeaders().add("Location", storage() + "/signed/" + name);
                exchange.sendResponseHeaders(302, -1);
            } else if (!misbehaved(name, exchange, content)) {
                ranged(exchange, content);
            }
        }
    }

    private void store(HttpExchange exchange) throws IOException {
        try (exchange) {
            String name = note(exchange).replaceFirst("^/signed/", "");
            byte[] content = large.getOrDefault(name, new byte[0]);
            if (!misbehaved(name, exchange, content)) {
                ranged(exchange, content);
            }
        }
    }

    private String note(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        requests.add(new Request(
                exchange.getRequestHeaders().getFirst("Host"),
                path,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))));
        return path;
    }

    private boolean misbehaved(String name, HttpExchange exchange, byte[] content) throws IOException {
        Misbehaviour next =
                Optional.ofNullable(misbehaviours.get(name)).map(Deque::poll).orElse(null);
        if (next != null) {
            next.answer(exchange, content);
        }
        return next != null;
    }

    /** As a server does that knows ranges. */
    static void ranged(HttpExchange exchange, byte[] content) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (range == null) {
            respond(exchange, 200, content);
            return;
        }
        int from = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
        byte[] rest = java.util.Arrays.copyOfRange(content, from, content.length);
        exchange.getResponseHeaders()
                .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
        respond(exchange, 206, rest);
    }

    /** Sends a body. */
    public static void respond(HttpExchange exchange, int status, byte[] content) throws IOException {
        exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
    }

    /** Refuses. */
    public static Misbehaviour status(int status, String errorCode) {
        return (exchange, content) -> {
            exchange.getResponseHeaders().add("X-Error-Code", errorCode);
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** Sends elsewhere. */
    public static Misbehaviour redirect(String location) {
        return (exchange, content) -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(307, -1);
        };
    }

    /** Sends as many bytes as there are, but zeros. */
    public static Misbehaviour otherBytes() {
        return (exchange, content) -> respond(exchange, 200, new byte[content.length]);
    }

    private byte[] listing() {
        JsonMapper json = new JsonMapper();
        ObjectNode root = json.createObjectNode().put("sha", COMMIT);
        ArrayNode siblings = root.putArray("siblings");
        files.forEach((name, content) -> siblings.addObject()
                .put("rfilename", name)
                .put("size", content.length)
                .put("blobId", gitBlob(content)));
        large.forEach((name, content) -> siblings.addObject()
                .put("rfilename", name)
                .put("size", content.length)
                .put("blobId", gitBlob("a pointer".getBytes(StandardCharsets.UTF_8)))
                .putObject("lfs")
                .put("sha256", hex("SHA-256", content)));
        try {
            return json.writeValueAsBytes(root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code git hash-object} says. */
    public static String gitBlob(byte[] content) {
        return hex("SHA-1", ("blob " + content.length + "\0").getBytes(StandardCharsets.US_ASCII), content);
    }

    /** A digest in hexadecimal digits. */
    public static String hex(String algorithm, byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        storage.stop(0);
    }
}
