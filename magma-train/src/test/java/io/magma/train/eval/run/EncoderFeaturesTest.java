package io.magma.train.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.magma.testing.TinyModel;
import io.magma.train.eval.task.TaskItem;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Similar pictures by an encoder of their own: the same picture is most like itself, whatever its file. */
class EncoderFeaturesTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @EnumSource(
            value = TinyModel.class,
            names = {"CLIP_VIT", "CLIP_RESNET", "NF_RESNET"})
    void theSamePictureIsMostAlike(TinyModel model) throws IOException {
        Path encoder = model.writeFolder(dir);
        TaskItem query = item("query", 3);
        List<TaskItem> pool = List.of(item("a", 1), item("b", 3), item("c", 6));
        try (PictureFeatures similarity = new PictureFeatures(new EncoderFeatures(encoder))) {
            double[] cosines = similarity.to(query, pool);
            assertThat(cosines[1]).isCloseTo(1, within(1e-6));
            assertThat(cosines[0]).isLessThan(cosines[1] - 1e-6);
            assertThat(cosines[2]).isLessThan(cosines[1] - 1e-6);
        }
    }

    private TaskItem item(String name, int stripes) throws IOException {
        BufferedImage image = new BufferedImage(48, 48, BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < 48 * 48; p++) {
            image.setRGB(p % 48, p / 48, p % 48 * stripes / 24 % 2 == 0 ? 0xff4020 : 0x1040c0);
        }
        Path file = dir.resolve(name + ".png");
        ImageIO.write(image, "png", file.toFile());
        return new TaskItem(name, name, file, "", List.of(), List.of(), "", "");
    }
}
