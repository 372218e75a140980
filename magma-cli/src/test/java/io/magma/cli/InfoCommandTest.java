package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class InfoCommandTest {
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
}
