package io.magma.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;

/** Libraries that stand in for those of a GPU: C sources beside the tests that load them. */
public final class NativeStub {
    private NativeStub() {}

    /** Compiles {@code resource}, found as {@code test} finds it, into {@code dir}; the test is skipped where there is no gcc. */
    public static Path compile(Class<?> test, String resource, Path dir) throws IOException, InterruptedException {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Path.of(folder, "gcc").toFile().canExecute());
        assumeTrue(found, "gcc is not on the PATH");
        Path source = dir.resolve(resource);
        try (InputStream in = Objects.requireNonNull(test.getResourceAsStream(resource))) {
            Files.copy(in, source);
        }
        Path library = dir.resolve("librecording.so");
        Process gcc = new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString())
                .inheritIO()
                .start();
        assertThat(gcc.waitFor()).isZero();
        return library;
    }
}
