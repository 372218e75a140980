package io.magma.train.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.train.data.ImageBytes;
import io.magma.train.data.Sample;
import io.magma.train.report.GalleryItem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GalleryChoiceTest {
    @TempDir
    private Path dir;

    private ImageBytes picture(int number, int width, int height, String format) throws IOException {
        Path file = dir.resolve(number + "." + format);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, number);
        ImageIO.write(image, format, file.toFile());
        return ImageBytes.ofFile(file);
    }

    private List<Prediction> predictions(int right) throws IOException {
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ImageBytes picture = picture(i, 4, 4, "png");
            String output = i < right ? "it" : "else";
            for (String type : List.of("caption", "yesno", "category")) {
                String prompt = type.equals("caption") ? "" : type + "?";
                Sample sample =
                        new Sample("s" + i, Optional.of(picture), prompt, " it", false, type, List.of("it", "that"));
                predictions.add(new Prediction(sample, " " + output, Optional.of(" blind")));
            }
        }
        return predictions;
    }

    @Test
    void halfIsRightHalfIsWrongAndAllTypesAreThere() throws IOException {
        List<GalleryItem> items = GalleryChoice.of(predictions(10), 6);

        assertThat(items).hasSize(12).isEqualTo(GalleryChoice.of(predictions(10), 6));
        for (GalleryItem.Kind kind : GalleryItem.Kind.values()) {
            List<GalleryItem> of =
                    items.stream().filter(item -> item.kind() == kind).toList();
            assertThat(of).extracting(GalleryItem::image).doesNotHaveDuplicates();
            assertThat(of).extracting(GalleryItem::correct).containsExactly(true, false, true, false, true, false);
        }
        assertThat(items).extracting(GalleryItem::prompt).contains("", "yesno?", "category?");
        assertThat(items.get(1))
                .satisfies(item -> assertThat(item.output()).isEqualTo("else"))
                .satisfies(item -> assertThat(item.blind()).contains("blind"))
                .satisfies(item -> assertThat(item.truth()).isEqualTo("it"));
    }

    @Test
    void whatIsMissingOnOneSideComesFromTheOther() throws IOException {
        assertThat(GalleryChoice.of(predictions(1), 6).stream().filter(i -> i.kind() == GalleryItem.Kind.CAPTION))
                .extracting(GalleryItem::correct)
                .containsExactly(true, false, false, false, false, false);
        assertThat(GalleryChoice.of(predictions(20), 6).stream().filter(i -> i.kind() == GalleryItem.Kind.CAPTION))
                .extracting(GalleryItem::correct)
                .hasSize(6)
                .containsOnly(true);
    }

    @Test
    void smallPngsAreShownAsTheyAreOthersSmaller() throws IOException {
        ImageBytes small = picture(1, 8, 4, "png");
        ImageBytes photo = picture(2, 400, 300, "jpg");

        assertThat(PicturePreview.of(small).png()).isEqualTo(Files.readAllBytes(dir.resolve("1.png")));
        String uri = PicturePreview.of(photo).uri();
        byte[] png = Base64.getDecoder().decode(uri.substring("data:image/png;base64,".length()));
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(List.of(shown.getWidth(), shown.getHeight())).containsExactly(192, 192);
    }
}
