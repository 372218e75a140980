package io.magma.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.HubReference;
import io.magma.testing.LocalHub;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a Hub of the test's own. */
class HubDownloadTest {
    private static final HubReference TINY = new HubReference(LocalHub.REPOSITORY, HubReference.MAIN);
    private static final byte[] WEIGHTS = random(100_000);

    @TempDir
    private Path cache;

    private final Heard heard = new Heard();
    private LocalHub hub;

    /** What a listener heard. */
    private static final class Heard implements DownloadListener {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private long received;

        @Override
        public void began(String repository, int files, long bytes, long present) {
            lines.add(repository + " " + files + " " + bytes + " " + present);
        }

        @Override
        public synchronized void received(long bytes) {
            received += bytes;
        }

        @Override
        public void retrying(String file, String reason) {
            lines.add(file + ": " + reason);
        }

        @Override
        public void ended() {
            lines.add("ended");
        }
    }

    @BeforeEach
    void open() throws IOException {
        hub = new LocalHub()
                .small("config.json", "{\"model_type\": \"gpt2\"}")
                .small("tokenizer.json", "{}")
                .small("README.md", "# not needed")
                .large("model.safetensors", WEIGHTS)
                .large("pytorch_model.bin", random(50))
                .small("onnx/config.json", "{}");
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private HubSettings settings(String token) {
        return new HubSettings(
                hub.endpoint(), cache, Optional.of(token).filter(t -> !t.isEmpty()), false, Duration.ofMillis(1));
    }

    private HubDownload download() {
        return new HubDownload(settings("secret"), heard);
    }

    private Path repository() {
        return cache.resolve("models--org--tiny-lm");
    }

    private Path partial() {
        return repository().resolve("blobs").resolve(LocalHub.hex("SHA-256", WEIGHTS) + ".magma-partial");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void laysFilesOutAsPythonsToolsDo() throws IOException {
        Path folder = download().fetch(TINY, List.of());

        assertThat(folder).isEqualTo(repository().resolve("snapshots").resolve(LocalHub.COMMIT));
        assertThat(names(folder)).containsExactly("config.json", "model.safetensors", "tokenizer.json");
        assertThat(folder.resolve("model.safetensors"))
                .hasBinaryContent(WEIGHTS)
                .isSymbolicLink();
        assertThat(Files.readSymbolicLink(folder.resolve("model.safetensors")))
                .isEqualTo(Path.of("../../blobs", LocalHub.hex("SHA-256", WEIGHTS)));
        byte[] config = "{\"model_type\": \"gpt2\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(Files.readSymbolicLink(folder.resolve("config.json")))
                .isEqualTo(Path.of("../../blobs", LocalHub.gitBlob(config)));
        assertThat(repository().resolve("refs/main")).hasContent(LocalHub.COMMIT);
        assertThat(names(repository().resolve("blobs"))).hasSize(3);
        assertThat(new HubCache(cache, TINY).model()).hasValue(folder);
        long all = 100_000L + config.length + 2;
        assertThat(heard.lines).containsExactly("org/tiny-lm 3 " + all + " 0", "ended");
        assertThat(heard.received).isEqualTo(all);
    }

    @Test
    void givesTheTokenToTheHubOnly() {
        download().fetch(TINY, List.of());

        assertThat(hub.requests()).hasSize(5);
        assertThat(hub.requests())
                .allSatisfy(r -> assertThat(r.authorization())
                        .isEqualTo(
                                r.host().equals(hub.endpoint().getAuthority())
                                        ? Optional.of("Bearer secret")
                                        : Optional.empty()));
        assertThat(hub.requests()).anyMatch(r -> r.authorization().isEmpty());
    }

    @Test
    void keepsTheTokenWhenTheHubRedirectsToItself() {
        hub.next("api", LocalHub.redirect("/api/models/" + LocalHub.REPOSITORY + "/revision/renamed?blobs=true"));

        download().fetch(TINY, List.of());

        assertThat(hub.of("renamed"))
                .singleElement()
                .satisfies(r -> assertThat(r.authorization()).hasValue("Bearer secret"));
    }

    @Test
    void doesNotDownloadTwice() {
        download().fetch(TINY, List.of());
        hub.forget();

        download().fetch(TINY, List.of());

        assertThat(hub.requests())
                .singleElement()
                .satisfies(r -> assertThat(r.path()).startsWith("/api/"));
    }

    @Test
    void continuesWhatAnEarlierProcessLeft() throws IOException {
        Files.createDirectories(partial().getParent());
        Files.write(partial(), Arrays.copyOf(WEIGHTS, 40_000));

        Path folder = download().fetch(TINY, List.of());

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(hub.of("model.safetensors"))
                .allSatisfy(r -> assertThat(r.range()).hasValue("bytes=40000-"));
        assertThat(partial()).doesNotExist();
        assertThat(heard.received).isEqualTo(60_000 + 24);
    }

    @Test
    void continuesAfterAnswersThatBreakOff() throws IOException {
        for (int i = 0; i < 7; i++) { // more than the tries in a row, as each gets further
            int length = 10_000;
            hub.next("model.safetensors", (exchange, content) -> {
                String range = exchange.getRequestHeaders().getFirst("Range");
                int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
                exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
                exchange.getResponseBody().write(content, from, length);
                exchange.getResponseBody().flush();
            });
        }

        Path folder = download().fetch(TINY, List.of());

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(hub.of("model.safetensors")).anyMatch(r -> r.range().equals(Optional.of("bytes=70000-")));
        assertThat(heard.lines)
                .filteredOn(l -> l.startsWith("model.safetensors: "))
                .hasSize(7);
    }

    @Test
    void startsOverWhereRangesAreIgnored() throws IOException {
        Files.createDirectories(partial().getParent());
        Files.write(partial(), Arrays.copyOf(WEIGHTS, 40_000));
        hub.next("model.safetensors", (exchange, content) -> LocalHub.respond(exchange, 200, content));

        Path folder = download().fetch(TINY, List.of());

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(heard.received).isEqualTo(60_000 + 24);
    }

    @Test
    void triesAgainAfterWrongBytesOnce() throws IOException {
        hub.next("model.safetensors", LocalHub.otherBytes());

        Path folder = download().fetch(TINY, List.of());

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
        assertThat(heard.lines).contains("model.safetensors: has another checksum than the Hub says");
    }

    @Test
    void refusesBytesThatStayWrong() throws IOException {
        hub.next("model.safetensors", LocalHub.otherBytes()).next("model.safetensors", LocalHub.otherBytes());

        assertThatThrownBy(() -> download().fetch(TINY, List.of()))
                .isInstanceOf(HubException.class)
                .hasMessage("org/tiny-lm: model.safetensors has another checksum than the Hub says, 2 times; nothing "
                        + "of it was kept");
        assertThat(repository().resolve("snapshots")).doesNotExist();
        assertThat(partial()).doesNotExist();
    }

    @Test
    void refusesWrongBytesOfSmallFilesToo() {
        hub.next("config.json", LocalHub.otherBytes()).next("config.json", LocalHub.otherBytes());

        assertThatThrownBy(() -> download().fetch(TINY, List.of()))
                .hasMessageContaining("config.json has another checksum");
    }

    @Test
    void damagedPartialsAreNotPutInPlace() throws IOException {
        Files.createDirectories(partial().getParent());
        Files.write(partial(), new byte[40_000]);

        Path folder = download().fetch(TINY, List.of());

        assertThat(folder.resolve("model.safetensors")).hasBinaryContent(WEIGHTS);
    }

    @Test
    void getsOverPassingFailures() {
        hub.next("api", LocalHub.status(503, ""))
                .next("api", LocalHub.status(429, ""))
                .next("model.safetensors", LocalHub.status(500, ""));

        download().fetch(TINY, List.of());

        assertThat(heard.lines)
                .contains(
                        "org/tiny-lm: status 503 from 127.0.0.1",
                        "org/tiny-lm: status 429 from 127.0.0.1",
                        "model.safetensors: status 500 from 127.0.0.1");
    }

    @Test
    void givesUpAfterFiveFailuresInARow() {
        for (int i = 0; i < 5; i++) {
            hub.next("api", LocalHub.status(503, ""));
        }

        assertThatThrownBy(() -> download().fetch(TINY, List.of()))
                .isInstanceOf(HubException.class)
                .hasMessage("org/tiny-lm: cannot be downloaded from " + hub.endpoint() + ": status 503 from 127.0.0.1");
    }

    @Test
    void saysWhatToDoAboutAccess() {
        hub.next("api", LocalHub.status(403, "GatedRepo")).next("api", LocalHub.status(401, ""));

        assertThatThrownBy(() -> new HubDownload(settings(""), heard).fetch(TINY, List.of()))
                .hasMessage(
                        "org/tiny-lm: is gated: accept its terms at " + hub.endpoint() + "/org/tiny-lm; set HF_TOKEN");
        assertThatThrownBy(() -> download().fetch(TINY, List.of()))
                .hasMessage("org/tiny-lm: access denied (status 401): it is private or gated, or there is none of this "
                        + "name; the token that was sent does not suffice");
    }

    @Test
    void saysWhatIsNotThere() {
        HubReference other = new HubReference("org/none", "v2");
        hub.next("api", LocalHub.status(404, "RevisionNotFound"));

        assertThatThrownBy(() -> download().fetch(new HubReference(LocalHub.REPOSITORY, "v2"), List.of()))
                .hasMessage("org/tiny-lm@v2: has no revision v2");
        assertThatThrownBy(() -> download().fetch(other, List.of()))
                .hasMessage("org/none@v2: not found at " + hub.endpoint() + " (status 404): check name and revision");
        assertThatThrownBy(() -> download().fetch(TINY, List.of("vocab.txt")))
                .hasMessage("org/tiny-lm: has no file vocab.txt");
    }

    @Test
    void saysThatThereIsNoNetwork() {
        URI gone = hub.endpoint();
        hub.close();

        assertThatThrownBy(() -> download().fetch(TINY, List.of()))
                .isInstanceOf(HubException.class)
                .hasMessageStartingWith("org/tiny-lm: cannot be downloaded from " + gone + ": no connection");
    }

    @Test
    void saysThatTheDiskIsFullBeforeItIs() {
        assertThatThrownBy(() -> new HubDownload(settings(""), heard, folder -> 20_000).fetch(TINY, List.of()))
                .isInstanceOf(HubException.class)
                .hasMessage("org/tiny-lm: needs 0 MB more, but " + cache + " has room for 0 MB; free some, or set "
                        + "HF_HUB_CACHE to another disk");
        assertThat(hub.of("model.safetensors")).isEmpty();
    }

    @Test
    void downloadsNothingOffline() {
        HubSettings offline = new HubSettings(hub.endpoint(), cache, Optional.empty(), true, Duration.ZERO);

        assertThatThrownBy(() -> new HubDownload(offline, heard).fetch(TINY, List.of()))
                .hasMessage("org/tiny-lm: not downloaded, and HF_HUB_OFFLINE or --offline is set");
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void refusesModelsWithoutSafetensors() throws IOException {
        try (LocalHub old = new LocalHub()
                .small("config.json", "{}")
                .large("pytorch_model.bin", random(9))
                .large("tf_model.h5", random(8))) {
            HubSettings settings = new HubSettings(old.endpoint(), cache, Optional.empty(), false, Duration.ZERO);

            assertThatThrownBy(() -> new HubDownload(settings, heard).fetch(TINY, List.of()))
                    .hasMessage("org/tiny-lm: has no safetensors weights, only pytorch_model.bin, tf_model.h5, which "
                            + "cannot be used");
        }
    }

    @Test
    void takesShardsWithTheirIndex() throws IOException {
        try (LocalHub sharded = new LocalHub()
                .small("config.json", "{}")
                .small(
                        "model.safetensors.index.json",
                        "{\"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\","
                                + " \"b\": \"model-00002-of-00002.safetensors\"}}")
                .large("model-00001-of-00002.safetensors", random(11))
                .large("model-00002-of-00002.safetensors", random(12))) {
            HubSettings settings = new HubSettings(sharded.endpoint(), cache, Optional.empty(), false, Duration.ZERO);

            Path folder = new HubDownload(settings, heard).fetch(TINY, List.of());

            assertThat(names(folder)).hasSize(4);
            assertThat(new HubCache(cache, TINY).model()).hasValue(folder);
            Files.delete(folder.resolve("model-00002-of-00002.safetensors"));
            assertThat(new HubCache(cache, TINY).model()).isEmpty();
        }
    }

    @Test
    void takesSingleFilesByName() throws IOException {
        Path folder = download().fetch(TINY, List.of("onnx/config.json"));

        assertThat(folder.resolve("onnx/config.json")).hasContent("{}");
        assertThat(Files.readSymbolicLink(folder.resolve("onnx/config.json")))
                .isEqualTo(Path.of("../../../blobs", LocalHub.gitBlob("{}".getBytes(StandardCharsets.UTF_8))));
        assertThat(new HubCache(cache, TINY).model()).isEmpty();
    }

    @Test
    void copiesWhereThereAreNoLinks() throws IOException {
        download().fetch(TINY, List.of());
        HubFile file = new HubFile("model.safetensors", WEIGHTS.length, LocalHub.hex("SHA-256", WEIGHTS));
        String other = "f".repeat(40);

        new HubCache(cache, TINY, false).link(other, file);

        Path copy = repository().resolve("snapshots").resolve(other).resolve("model.safetensors");
        assertThat(copy).hasBinaryContent(WEIGHTS).isRegularFile();
        assertThat(Files.isSymbolicLink(copy)).isFalse();
    }

    @Test
    void twoThreadsShareOneDownload() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Callable<Path> fetch = () -> download().fetch(TINY, List.of());

        threads.invokeAll(List.of(fetch, fetch)).forEach(f -> assertThat(f).isDone());

        threads.shutdown();
        assertThat(hub.requests().stream().filter(r -> r.path().equals("/signed/model.safetensors")))
                .hasSize(1);
    }

    @Test
    void waitsForAnotherProcess() throws Exception {
        Path lock = cache.resolve(".locks/models--org--tiny-lm/magma.lock");
        Files.createDirectories(lock.getParent());
        // Python stands for another process: it holds the lock until it is told to end.
        Process other = new ProcessBuilder(
                        "python3",
                        "-c",
                        "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.lockf(f, fcntl.LOCK_EX); print('held', "
                                + "flush=True); sys.stdin.read()",
                        lock.toString())
                .start();
        try {
            org.junit.jupiter.api.Assumptions.assumeTrue(
                    "held".equals(other.inputReader().readLine()), "needs Python for a second process");
            ExecutorService thread = Executors.newSingleThreadExecutor();
            var fetch = thread.submit(() -> download().fetch(TINY, List.of()));
            thread.shutdown();
            while (hub.requests().isEmpty()) {
                Thread.sleep(5);
            }
            Thread.sleep(100);
            assertThat(fetch.isDone()).isFalse();
            assertThat(hub.of("model.safetensors")).isEmpty();

            other.getOutputStream().close();

            assertThat(fetch.get()).isDirectory();
        } finally {
            other.destroy();
        }
    }

    @Test
    void refusesNamesAndHashesThatWouldLeaveTheCache() {
        for (String name : List.of("../x", "a//b", "/etc/passwd", "a\\b", "C:x", "..")) {
            assertThat(HubFile.isStorable(name)).as(name).isFalse();
        }
        assertThatThrownBy(() -> new HubFile("config.json", 3, "../../x"))
                .isInstanceOf(HubException.class)
                .hasMessage("the Hub gives no size and checksum of config.json");
    }

    @Test
    void lockFileCanBeOpened() throws IOException {
        download().fetch(TINY, List.of());
        try (FileChannel channel =
                FileChannel.open(cache.resolve(".locks/models--org--tiny-lm/magma.lock"), StandardOpenOption.WRITE)) {
            assertThat(channel.tryLock()).as("released").isNotNull();
        }
    }
}
