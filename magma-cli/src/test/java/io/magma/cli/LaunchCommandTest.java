package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LaunchCommandTest {
    private static void assumeMpi() {
        boolean found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Path.of(folder, "mpirun").toFile().canExecute());
        assumeTrue(found, "mpirun is not on the PATH (Debian: openmpi-bin)");
    }

    @Test
    void processesFindEachOtherAndOneAnswers() throws IOException {
        assumeMpi();
        Invocation run =
                Invocation.of("launch", "--nproc", "2", "allreduce", "--megabytes", "1", "--repeats", "1", "--json");

        assertThat(run.status()).as(run.err()).isZero();
        // The tests' class path has two configurations of Logback, which it remarks upon on standard output.
        String answer = run.out().lines().filter(line -> line.startsWith("{")).reduce("", String::concat);
        JsonNode result = new ObjectMapper().readTree(answer);
        assertThat(result.path("processes").intValue()).isEqualTo(2);
        assertThat(result.path("all_reduce").path(0).path("bytes").longValue()).isEqualTo(1_000_000);
    }

    @Test
    void aMistakeIsToldByProcessAndItsExitCodeReturned() {
        assumeMpi();
        Invocation run = Invocation.of("launch", "--nproc", "2", "--", "train", "-c", "/nowhere.yml");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).containsPattern("\\[[01]] /nowhere.yml: no such file\n");
    }

    @Test
    void aNumberOfProcessesBelowOneIsAMistake() {
        assertThat(Invocation.of("launch", "--nproc", "0", "allreduce"))
                .isEqualTo(new Invocation(2, "", "--nproc must be at least 1, was 0\n"));
        assertThat(Invocation.of("allreduce", "--megabytes", "0"))
                .isEqualTo(new Invocation(2, "", "--megabytes must be at least 1, was 0\n"));
        assertThat(Invocation.of("allreduce", "--repeats", "99"))
                .isEqualTo(new Invocation(2, "", "--repeats must be 1 to 30, was 99\n"));
    }

    @Test
    void theLaunchersTagsBecomeNumbers() {
        assertThat(LocalProcesses.untagged("[1,12]<stderr>:step 3", true)).isEqualTo("[12] step 3");
        assertThat(LocalProcesses.untagged("[1,0]<stdout>:{\"a\": 1}", false)).isEqualTo("{\"a\": 1}");
        assertThat(LocalProcesses.untagged("mpirun noticed", true)).isEqualTo("mpirun noticed");
    }

    @Test
    void aSingleProcessHasNothingToAddUp() {
        Invocation run = Invocation.of("allreduce", "--megabytes", "1,2", "--repeats", "1");

        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("1 process\n       1 MB ").contains("\n       2 MB ", " GB/s");
    }
}
