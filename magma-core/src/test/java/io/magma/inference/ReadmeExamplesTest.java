package io.magma.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.generate.AnswerScore;
import io.magma.generate.SamplingConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README, as it stands there. */
class ReadmeExamplesTest {
    @TempDir
    private Path dir;

    @Test
    void aServiceInJava() throws IOException {
        Path folder = TinyFolder.write(dir);
        Path picture = dir.resolve("cat.png");
        ImageIO.write(TinyFolder.picture(1), "png", picture.toFile());
        List<String> pieces = new ArrayList<>();

        try (VisionLanguageModel model = VisionLanguageModel.load(folder)) {
            Prompt question = Prompt.image(picture).thenText("Q: What is it? A:");
            String answer = model.generate(question);

            model.generate(question, SamplingConfig.greedy(20), pieces::add); // as it comes

            List<AnswerScore> scores = model.score(question, List.of(" cat", " dog"));
            boolean cat = scores.get(0).logProbability() > scores.get(1).logProbability();

            assertThat(answer).isNotNull();
            assertThat(cat).isIn(true, false);
        }
        assertThat(String.join("", pieces)).isNotEmpty();
    }
}
