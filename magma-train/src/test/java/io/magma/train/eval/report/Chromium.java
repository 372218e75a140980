package io.magma.train.eval.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A browser without a window, if the machine has one. */
final class Chromium {
    private final Path program;
    private final Path folder;

    private Chromium(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** Skips the test if there is none. */
    static Chromium orSkip(Path folder) {
        Optional<Path> program = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Pattern.compile(File.pathSeparator)
                        .splitAsStream(System.getenv().getOrDefault("PATH", ""))
                        .map(path -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(program.isPresent(), "no Chromium on the path");
        return new Chromium(program.orElseThrow(), folder);
    }

    /** The document after its scripts ran. */
    String document(Path page, String fragment) throws IOException, InterruptedException {
        Path out = folder.resolve("document.html");
        Path err = folder.resolve("chromium.log");
        Process browser = new ProcessBuilder(List.of(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--virtual-time-budget=2000",
                        "--dump-dom",
                        page.toUri() + fragment))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(browser.waitFor(5, TimeUnit.MINUTES)).as("Chromium ends").isTrue();
        } finally {
            browser.destroyForcibly().waitFor();
        }
        assertThat(browser.exitValue()).as(Files.readString(err)).isZero();
        return Files.readString(out);
    }
}
