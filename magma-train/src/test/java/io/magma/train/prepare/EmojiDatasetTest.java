package io.magma.train.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code golden.tsv} and the digest of the whole set were made by an independent Python program. */
final class EmojiDatasetTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<EmojiPicture.Split> SPECIFIED =
            List.of(EmojiPicture.Split.TRAIN, EmojiPicture.Split.VAL_STYLE, EmojiPicture.Split.VAL_CONCEPT);
    private static final Path COMMITTED = Path.of("..", "src-test-data", "emoji");

    @TempDir
    private Path temp;

    @Test
    void equalsThePythonPrototypeOnASmallInput() throws IOException {
        Path packages = packages();
        EmojiDataset.prepare(packages, false, temp.resolve("out"));

        assertThat(lines(temp.resolve("out")))
                .isEqualTo(new String(resource("golden.tsv"), StandardCharsets.UTF_8)
                        .lines()
                        .toList());
    }

    @Test
    void theSameInputGivesTheSameBytes() throws IOException {
        Path packages = packages();
        EmojiDataset.prepare(packages, false, temp.resolve("a"));
        EmojiDataset.prepare(packages, false, temp.resolve("b"));

        for (String shard : List.of("train/train", "val_style/val_style", "val_concept/val_concept")) {
            assertThat(temp.resolve("a/" + shard + "-000000.tar"))
                    .hasSameBinaryContentAs(temp.resolve("b/" + shard + "-000000.tar"));
        }
    }

    @Test
    void committedSetEqualsThePythonPrototype() throws Exception {
        String all = String.join("\n", lines(COMMITTED)) + "\n";

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));

        assertThat(HexFormat.of().formatHex(digest))
                .isEqualTo("d5fcae39fc17dbf11a337b7f27b83da55e1b37a8018a28221278a132e49e5969");
    }

    @Test
    void missingPackageIsNamed() {
        assertThatThrownBy(() -> EmojiDataset.prepare(temp.resolve("nowhere"), false, temp))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("annotations.json")
                .hasMessageContaining("npm");
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = EmojiDatasetTest.class.getResourceAsStream("emoji/" + name)) {
            return in.readAllBytes();
        }
    }

    private Path packages() throws IOException {
        Path modules = temp.resolve("node_modules");
        copy("annotations.json", modules.resolve("cldr-annotations-full/annotations/en/annotations.json"));
        copy(
                "annotations-derived.json",
                modules.resolve("cldr-annotations-derived-full/annotationsDerived/en/annotations.json"));
        copy("emoji.json", modules.resolve("emoji-datasource-google/emoji.json"));
        List<String> images = JSON.readTree(resource("emoji.json")).findValuesAsText("image");
        for (JsonNode emoji : JSON.readTree(resource("emoji.json"))) {
            emoji.path("skin_variations")
                    .forEach(v -> images.add(v.path("image").asText()));
        }
        for (String style : EmojiPackages.EVALUATED_STYLES) {
            for (String image : images) {
                Path file = modules.resolve("emoji-datasource-%s/img/%s/64/%s".formatted(style, style, image));
                Files.createDirectories(file.getParent());
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        return modules;
    }

    private static void copy(String name, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.write(to, resource(name));
    }

    private static List<String> lines(Path set) throws IOException {
        List<String> lines = new ArrayList<>();
        for (EmojiPicture.Split split : SPECIFIED) {
            try (Stream<Path> shards = Files.list(set.resolve(split.folder()))) {
                for (Path shard : shards.sorted().toList()) {
                    read(shard).forEach((key, sample) -> lines.add(line(split.folder(), key, sample)));
                }
            }
        }
        // by code point, as Python sorts
        lines.sort((a, b) ->
                Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray()));
        return lines;
    }

    private static Map<String, JsonNode> read(Path shard) throws IOException {
        Map<String, JsonNode> samples = new TreeMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(shard))) {
            String picture = "";
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String key = entry.getName().substring(0, entry.getName().indexOf('.'));
                assertThat(entry.getLastModifiedTime().toMillis()).isZero();
                if (entry.getName().endsWith(".json")) {
                    assertThat(key).isEqualTo(picture);
                    samples.put(key, JSON.readTree(tar.readAllBytes()));
                }
                picture = key;
            }
        }
        return samples;
    }

    private static String line(String split, String key, JsonNode sample) {
        JsonNode meta = sample.path("metadata");
        List<String> fields = new ArrayList<>(
                List.of(split, key, sample.path("captions").path(0).asText()));
        fields.add(String.join(
                "|",
                meta.path("category").asText(),
                meta.path("subcategory").asText(),
                meta.path("concept").asText(),
                meta.path("style").asText()));
        for (JsonNode q : sample.path("questions")) {
            fields.add(String.join(
                    "|",
                    q.path("prompt").asText(),
                    q.path("answer").asText(),
                    q.path("type").asText()));
        }
        return String.join("\t", fields);
    }
}
