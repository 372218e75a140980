package io.magma.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Whole models with what PyTorch and transformers gave for them: {@code case.yml}, {@code expected.json} and their files. They
 * lie beside the checkout or in the folder that the system property {@code magma.shared} names; tests without them are skipped.
 */
public final class Cases {
    private static final Path SHARED = Path.of(System.getProperty("magma.shared", "../../shared"));

    private Cases() {}

    /** A file or folder of what is shared; the test is skipped if it is not there. */
    public static Path shared(String path) {
        Path found = SHARED.resolve(path);
        assumeTrue(Files.exists(found), () -> found + " is not there (property magma.shared)");
        return found;
    }

    /** The folder of the case of this name. */
    public static Path folder(String name) {
        return shared("cases/" + name);
    }

    /** The folders of all cases. */
    public static List<Path> all() throws IOException {
        try (Stream<Path> folders = Files.list(shared("cases"))) {
            return folders.sorted().toList();
        }
    }

    /** What is done with a case. */
    @FunctionalInterface
    public interface Check {
        void run(Path folder) throws Exception;
    }

    /** A test for each case. */
    public static Stream<DynamicTest> each(Check check) throws IOException {
        return all().stream()
                .map(folder -> DynamicTest.dynamicTest(folder.getFileName().toString(), () -> check.run(folder)));
    }

    /** Configuration of a case. */
    public static Path config(Path folder) {
        return folder.resolve("case.yml");
    }

    /** What PyTorch gave: {@code samples} with {@code image, ids, logprobs, greedy, greedy_prompted}, and {@code curve}. */
    public static JsonNode expected(Path folder) throws IOException {
        return new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
    }
}
