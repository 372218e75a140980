package io.magma.train.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConceptNameTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kangaroo                                                | kangaroo
            Woman Rowing Boat: light skin tone                      | rowing boat
            man health worker: dark skin tone                       | health worker
            woman: curly hair                                       | person
            man: medium skin tone, bald                             | person
            person: beard                                           | person: beard
            women wrestling                                         | wrestling
            flag: Ecuador                                           | flag: ecuador
            keycap: 3                                               | keycap: 3
            family: woman, man, girl                                | family: person, person, girl
            kiss: woman, man, light skin tone, dark skin tone       | kiss: person, person
            merman: medium-dark skin tone                           | merperson
            man running: facing right, light skin tone              | running: facing right
            woman’s boot                                            | woman’s boot
            snowman                                                 | snowman
            old woman                                               | old person
            """)
    void skinToneHairAndGenderAreLeftOut(String caption, String concept) {
        assertThat(ConceptName.of(caption)).isEqualTo(concept);
    }

    @Test
    void anEmptyCaptionNamesNothing() {
        assertThat(ConceptName.of("")).isEmpty();
        assertThat(ConceptName.of(":")).isNotEqualTo(ConceptName.of("person"));
    }

    /**
     * The data's own concept is the code point sequence without modifiers of skin, hair and gender, which no name went into.
     * Names and sequences are one to one but for signs (the gender sign itself), holding hands, and pairs that Unicode codes
     * apart, such as older man and older woman.
     */
    @Test
    void namesAgreeWithCodePoints() throws IOException {
        Map<String, Set<String>> names = new HashMap<>();
        Map<String, Set<String>> sequences = new HashMap<>();
        for (String split : List.of("train", "val_style", "val_concept")) {
            Path folder = Path.of("..", "src-test-data", "emoji", split);
            try (var shards = Files.list(folder)) {
                for (Path shard : shards.sorted().toList()) {
                    collect(shard, names, sequences);
                }
            }
        }

        assertThat(names).hasSize(1719);
        assertThat(names.values()).filteredOn(of -> of.size() > 1).hasSize(2);
        assertThat(sequences.entrySet())
                .filteredOn(entry -> entry.getValue().size() > 1)
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "holding hands",
                        "and person holding hands",
                        "person",
                        "handshake",
                        "pregnant person",
                        "dancing",
                        "old person");
    }

    private static void collect(Path shard, Map<String, Set<String>> names, Map<String, Set<String>> sequences)
            throws IOException {
        try (InputStream in = Files.newInputStream(shard);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
                if (e.getName().endsWith(".json")) {
                    JsonNode json = JSON.readTree(tar.readAllBytes());
                    String name = ConceptName.of(json.path("captions").path(0).asText());
                    String sequence = json.path("metadata").path("concept").asText();
                    names.computeIfAbsent(sequence, s -> new HashSet<>()).add(name);
                    sequences.computeIfAbsent(name, s -> new HashSet<>()).add(sequence);
                }
            }
        }
    }
}
