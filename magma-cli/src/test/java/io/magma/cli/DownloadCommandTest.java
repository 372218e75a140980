package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.testing.LocalHub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models out of a Hub of the test's own, from the command line. */
class DownloadCommandTest {
    private static final Path MODEL = Path.of("..", "src-test-data", "wordnet-lm");
    private static final List<String> VARIABLES = List.of("HF_ENDPOINT", "HF_HUB_CACHE", "HF_TOKEN", "HF_HUB_OFFLINE");

    @TempDir
    private Path folder;

    private LocalHub hub;
    private String run;

    @BeforeEach
    void open() throws IOException {
        hub = new LocalHub();
        try (Stream<Path> files = Files.list(MODEL)) {
            for (Path file : files.toList()) {
                hub.large(String.valueOf(file.getFileName()), Files.readAllBytes(file));
            }
        }
        System.setProperty("HF_ENDPOINT", hub.endpoint().toString());
        System.setProperty("HF_HUB_CACHE", folder.resolve("hub").toString());
        System.setProperty("HF_TOKEN", "secret");
        Files.createDirectories(folder.resolve("data"));
        run = Files.writeString(folder.resolve("run.yml"), """
                model:
                  language_model: {path: "hf:org/tiny-lm"}
                  adapters: {mlp: {}}
                data: {train: {path: data}}
                checkpoint: {dir: out}
                """).toString();
    }

    @AfterEach
    void close() {
        VARIABLES.forEach(System::clearProperty);
        hub.close();
    }

    @Test
    void printsTheFolderAndShowsProgress() {
        Invocation download = Invocation.of("download", "org/tiny-lm");

        assertThat(download.status()).isZero();
        Path snapshot = folder.resolve("hub/models--org--tiny-lm/snapshots").resolve(LocalHub.COMMIT);
        assertThat(download.out()).isEqualTo(snapshot + "\n");
        assertThat(download.err().lines())
                .anyMatch(line -> line.startsWith("org/tiny-lm: 5 files, "))
                .anyMatch(line -> line.startsWith("[====================] ") && line.endsWith(" MB/s"));
        assertThat(snapshot.resolve("README.md")).doesNotExist();
        assertThat(Invocation.of("download", "hf:org/tiny-lm").err()).endsWith(" MB, all here\n");
    }

    @Test
    void aRunDownloadsWhatItNamesAndThenNeedsNoHub() {
        Invocation before = Invocation.of("config", "check", "-c", run);
        assertThat(before.status()).isZero();
        assertThat(before.err())
                .isEqualTo(run + ": model.language_model.path: hf:org/tiny-lm is not downloaded yet; a run does it "
                        + "when it starts, or: magma download org/tiny-lm\n");

        Invocation first = Invocation.of("info", "-c", run);
        assertThat(first.status()).as(first.err()).isZero();
        assertThat(first.out()).contains("language_model");

        hub.forget();
        assertThat(Invocation.of("info", "--offline", "-c", run).status()).isZero();
        assertThat(Invocation.of("config", "check", "-c", run).err()).isEmpty();
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void offlineWhatIsMissingIsAMistake() {
        assertThat(Invocation.of("config", "check", "--offline", "-c", run))
                .isEqualTo(new Invocation(
                        2,
                        "",
                        run + ": model.language_model.path: hf:org/tiny-lm is not downloaded, and nothing may be "
                                + "(HF_HUB_OFFLINE)\n"));
        assertThat(Invocation.of("download", "org/tiny-lm"))
                .isEqualTo(new Invocation(
                        1, "", "magma: org/tiny-lm: not downloaded, and HF_HUB_OFFLINE or --offline is set\n"));
        assertThat(hub.requests()).isEmpty();
    }

    @Test
    void refusalsAreOneLine() {
        Invocation none = Invocation.of("download", "org/other");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err())
                .isEqualTo("magma: org/other: not found at " + hub.endpoint()
                        + " (status 404): check name and revision\n");
        assertThat(Invocation.of("download", "a/b/c"))
                .isEqualTo(new Invocation(
                        2, "", "REPO must be ORGANISATION/NAME or ORGANISATION/NAME@REVISION, was 'a/b/c'\n"));
    }
}
