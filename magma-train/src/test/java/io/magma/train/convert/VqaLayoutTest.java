package io.magma.train.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.AnnotatedImages;
import io.magma.train.data.ImageSets;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions of a MAGMA folder in VQA's layout, field by field. */
class VqaLayoutTest {
    @TempDir
    private Path dir;

    @Test
    void questionsAndAnnotatorsAreThoseOfTheDataSet() throws IOException {
        Files.createDirectories(dir.resolve("set/images/0"));
        Files.createDirectories(dir.resolve("set/image_data/0"));
        BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(image, "png", dir.resolve("set/images/0/a.png").toFile());
        Files.writeString(dir.resolve("set/images/0/b.png"), "no picture");
        String questions = """
                {"image_path": "images/0/%s.png", "captions": ["x"], "questions": [
                  {"question": "Is it?", "answers": ["yes", "no", "yes"], "type": "yesno"},
                  {"question": "How many?", "answer": "3", "type": "count"},
                  {"question": "What?", "answer": "a thing", "type": "name"}]}
                """;
        Files.writeString(dir.resolve("set/image_data/0/a.json"), questions.formatted("a"));
        Files.writeString(dir.resolve("set/image_data/0/b.json"), questions.formatted("b"));
        AnnotatedImages images = ImageSets.open(dir.resolve("set"));
        List<String> broken = new ArrayList<>();

        long written = new VqaLayout(dir.resolve("out"), "", type -> !type.equals("name"))
                .write(images, e -> broken.add(e.getMessage()), done -> {});

        assertThat(written).isEqualTo(2);
        assertThat(broken).singleElement().asString().contains("b.png");
        JsonNode asked = read("questions").path("questions");
        assertThat(asked).hasSize(2);
        assertThat(asked.get(0).path("question").asText()).isEqualTo("Is it?");
        Path picture =
                dir.resolve("out/images").resolve(asked.get(0).path("image").asText());
        assertThat(Files.readAllBytes(picture)).isEqualTo(Files.readAllBytes(dir.resolve("set/images/0/a.png")));
        JsonNode annotated = read("annotations").path("annotations");
        assertThat(annotated.get(0).path("question_id")).isEqualTo(asked.get(0).path("question_id"));
        assertThat(annotated.get(0).path("answer_type").asText()).isEqualTo("yes/no");
        assertThat(annotated.get(1).path("answer_type").asText()).isEqualTo("number");
        assertThat(annotated.get(1).path("question_type").asText()).isEqualTo("count");
        assertThat(annotated.get(0).path("answers")).hasSize(10);
        assertThat(annotated.get(0).path("answers").get(1).path("answer").asText())
                .isEqualTo("no");
        assertThat(annotated.get(0).path("answers").get(9).path("answer_id").intValue())
                .isEqualTo(10);
    }

    private JsonNode read(String name) throws IOException {
        return new ObjectMapper().readTree(dir.resolve("out/" + name + ".json").toFile());
    }
}
