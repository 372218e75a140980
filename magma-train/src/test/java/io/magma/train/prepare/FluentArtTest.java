package io.magma.train.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.image.ImageDecoder;
import io.magma.image.raster.RasterImage;
import io.magma.train.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FluentArtTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path COMMITTED = Path.of("..", "src-test-data", "emoji");
    private static final Path WEBP =
            Path.of("..", "magma-core", "src", "test", "resources", "image", "rgba_lossless.webp");
    private static final EmojiGlyph BALL = new EmojiGlyph("26BD-FE0F", "26bd-fe0f.png", Set.of());
    private static final EmojiGlyph BENIN = new EmojiGlyph("1F1E7-1F1EF", "1f1e7-1f1ef.png", Set.of());

    @TempDir
    private Path modules;

    @Test
    void drawingsAreRasterisedAtTheirPlace() throws IOException {
        Path folder = Files.createDirectories(modules.resolve("@iconify-json/fluent-emoji-flat"));
        Files.writeString(folder.resolve("chars.json"), "{\"26bd\": \"ball\"}");
        // A red square in the left half and a blue one in the right, which touch; a margin of 8 of 32 above and below.
        Files.writeString(folder.resolve("icons.json"), """
                {"width": 32, "icons": {"ball": {"body":
                  "<g fill='none'><path fill='#ff0000' d='M0 8h16v16H0z'/><path fill='#0000ff' d='M16 8h16v16H16z'/></g>"}}}
                """);

        RasterImage image = decode(FluentFlatArt.open(modules).find(BALL).orElseThrow());

        assertThat(image.width()).isEqualTo(64);
        assertThat(image.height()).isEqualTo(64);
        assertThat(pixel(image, 10, 32)).containsExactly(255, 0, 0, 255);
        assertThat(pixel(image, 50, 32)).containsExactly(0, 0, 255, 255);
        assertThat(pixel(image, 10, 5)[3]).isZero();
        assertThat(pixel(image, 10, 60)[3]).isZero();
    }

    @Test
    void renderedPicturesAreShrunkAndRegionalFlagsLeftOut() throws IOException {
        Path folder = Files.createDirectories(modules.resolve("@lobehub/fluent-emoji-3d/assets"));
        Files.copy(WEBP, folder.resolve("26bd.webp"));
        Files.copy(WEBP, folder.resolve("1f1e7-1f1ef.webp"));
        Fluent3dArt art = new Fluent3dArt(modules);

        assertThat(decode(art.find(BALL).orElseThrow()).width()).isEqualTo(64);
        assertThat(art.find(BENIN)).isEmpty();
        assertThat(art.find(new EmojiGlyph("1F600", "1f600.png", Set.of()))).isEmpty();
    }

    @Test
    void aMissingPackageIsNamed() {
        assertThatThrownBy(() -> FluentFlatArt.open(modules))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("chars.json")
                .hasMessageContaining("npm");
    }

    @Test
    void noHeldOutConceptIsAmongTheCommittedTrainingPictures() throws IOException {
        Set<String> heldOut = concepts("val_concept");
        assertThat(heldOut).isNotEmpty();
        for (String split : List.of("train", "train_fluent")) {
            assertThat(concepts(split)).as(split).isNotEmpty().doesNotContainAnyElementsOf(heldOut);
        }
        // What val_style asks about has been seen, in other styles.
        assertThat(concepts("train")).containsAll(concepts("val_style"));
    }

    private static Set<String> concepts(String split) throws IOException {
        Set<String> concepts = new HashSet<>();
        try (Stream<Path> shards = Files.list(COMMITTED.resolve(split))) {
            for (Path shard : shards.toList()) {
                try (TarArchiveInputStream tar = new TarArchiveInputStream(Files.newInputStream(shard))) {
                    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                        if (entry.getName().endsWith(".json")) {
                            JsonNode sample = JSON.readTree(tar.readAllBytes());
                            concepts.add(sample.path("metadata").path("concept").asText());
                        }
                    }
                }
            }
        }
        return concepts;
    }

    private static RasterImage decode(EmojiArt.PngSource png) {
        return ImageDecoder.decode(png.read(), "drawn.png").toRgba();
    }

    private static int[] pixel(RasterImage image, int x, int y) {
        int[] rgba = new int[4];
        for (int c = 0; c < 4; c++) {
            rgba[c] = image.samples()[4 * (y * image.width() + x) + c] & 255;
        }
        return rgba;
    }
}
