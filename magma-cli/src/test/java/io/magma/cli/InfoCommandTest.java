package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.testing.TinyRunFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
    @TempDir
    private Path dir;

    @Test
    void printsVersionsAndDevices() throws JsonProcessingException {
        Invocation info = Invocation.of("info", "--json");

        assertThat(info.status()).isZero();
        JsonNode facts = new ObjectMapper().readTree(info.out());
        assertThat(facts.path("libtorch").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
        assertThat(facts.path("java").asText()).startsWith(System.getProperty("java.version"));
        assertThat(facts.path("cpu_threads").asInt()).isPositive();
        assertThat(Invocation.of("info").out()).contains("libtorch").doesNotContain("{");
    }

    @Test
    void saysWhatARunNeedsOfTheMemory() throws IOException {
        String run = TinyRunFiles.write(dir).toString();

        Invocation table = Invocation.of("info", "-c", run);
        assertThat(table.status()).as(table.err()).isZero();
        assertThat(table.out())
                .contains("gradients", "activations of the decoder", "Java heap", "assumed: a micro-batch of 4 rows")
                .containsPattern("at the peak: 0\\.\\d\\d GiB of \\d")
                .doesNotContain("TOO LARGE");
        JsonNode memory = new ObjectMapper()
                .readTree(Invocation.of("info", "-c", run, "--tokens", "6", "--json")
                        .out())
                .path("memory");
        assertThat(memory.path("assumptions").path(0).asText()).contains("6 tokens a row, as asked for");
        assertThat(memory.path("fits").asBoolean()).isTrue();
        long always = 0;
        for (JsonNode part : memory.path("parts")) {
            always += part.path("phase").asText().equals("run")
                    ? part.path("bytes").asLong()
                    : 0;
        }
        assertThat(memory.path("host_bytes").asLong()).isGreaterThan(always);

        assertThat(Invocation.of("info", "-c", run, "--tokens", "100000")).satisfies(mistake -> {
            assertThat(mistake.status()).isEqualTo(2);
            assertThat(mistake.err()).contains("--tokens: must be at least 1 and at most the ");
        });
        assertThat(Invocation.of("info", "-m", run, "--tokens", "4").status()).isEqualTo(2);
    }

    @Test
    void tooLargeARunIsSaidSo() throws IOException {
        String run = TinyRunFiles.write(dir).toString();

        Invocation table = Invocation.of("info", "-c", run, "--set", "training.batch_size=2000000", "--tokens", "20");

        assertThat(table.status()).as(table.err()).isZero();
        assertThat(table.out()).containsPattern("TOO LARGE: needs about [\\d.]+ GiB, but the machine has [\\d.]+ GiB");
    }
}
