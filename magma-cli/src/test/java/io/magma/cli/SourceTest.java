package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Conventions that only the source files show. */
class SourceTest {
    private static final int MAX_LINES = 400;
    private static final List<String> MODULES = List.of("magma-core", "magma-train", "magma-cli");

    private static List<Path> sources(String tree) throws IOException {
        List<Path> files = new java.util.ArrayList<>();
        for (String module : MODULES) {
            Path folder = Path.of("..", module, "src", tree, "java");
            if (Files.isDirectory(folder)) {
                try (Stream<Path> walk = Files.walk(folder)) {
                    walk.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
                }
            }
        }
        assertThat(files).isNotEmpty();
        return files;
    }

    @Test
    void noFileIsLong() throws IOException {
        for (Path file : sources("main")) {
            assertThat(Files.readAllLines(file)).as("lines of %s", file).hasSizeLessThanOrEqualTo(MAX_LINES);
        }
    }

    @Test
    void everyPackageIsDescribed() throws IOException {
        Set<Path> packages =
                sources("main").stream().map(Path::getParent).collect(Collectors.toCollection(TreeSet::new));
        for (Path folder : packages) {
            assertThat(folder.resolve("package-info.java")).exists();
        }
    }
}
