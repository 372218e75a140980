package io.magma.train.eval.caption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.train.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** METEOR with a program that speaks its protocol, SPICE by its files. */
class ExternalMetricsTest {
    private static final List<CaptionedImage> IMAGES = List.of(
            new CaptionedImage("7", "a ||| b\u2028c", List.of("a b c d", "x")),
            new CaptionedImage("dog", "één hond", List.of("a b")));

    @TempDir
    private Path dir;

    /** 3 words for 4, 2 for 2: 5/6 together. */
    @ParameterizedTest
    @ValueSource(strings = {"original", "patched"})
    void meteorIsAskedForEveryImageAndForAll(String mode) throws IOException {
        CaptionScore score =
                Meteor.ofJar(FakeMeteor.jar(dir, mode)).scores(IMAGES).get(0);

        assertThat(score.name()).isEqualTo("METEOR");
        assertThat(score.ofImage(0)).isEqualTo(0.75);
        assertThat(score.ofImage(1)).isEqualTo(1);
        assertThat(score.value()).isEqualTo(5 / 6.0);
        assertThat(score.ofDraw()).isEmpty();
    }

    @Test
    void aProgramThatEndsIsToldWithWhatItSaid() throws IOException {
        Path jar = FakeMeteor.jar(dir, "dies");
        assertThatThrownBy(() -> Meteor.ofJar(jar).scores(IMAGES))
                .isInstanceOf(MeteorException.class)
                .hasMessage(jar + ": ended before it had answered; it said: no table of paraphrases");
    }

    @Test
    void aProgramThatIsNoMeteor() throws IOException {
        Path jar = FakeMeteor.jar(dir, "chats");
        assertThatThrownBy(() -> Meteor.ofJar(jar).scores(IMAGES))
                .isInstanceOf(MeteorException.class)
                .hasMessage(jar + ": answered 'hello' to SCORE of image 7, expected a number");
    }

    @Test
    void aProgramThatIsNotThere() {
        assertThatThrownBy(() -> new Meteor("m.jar", List.of("/no/such/java", "-jar", "m.jar")).scores(IMAGES))
                .isInstanceOf(MeteorException.class)
                .hasMessageStartingWith("m.jar: cannot be started with /no/such/java: ");
    }

    @Test
    void spicesInput() throws IOException {
        Path file = dir.resolve("spice.json");
        SpiceInput.write(file, IMAGES);
        assertThat(Files.readString(file))
                .isEqualTo("[{\"image_id\":7,\"test\":\"a ||| b\u2028c\",\"refs\":[\"a b c d\",\"x\"]},"
                        + "{\"image_id\":\"dog\",\"test\":\"één hond\",\"refs\":[\"a b\"]}]");
    }

    @Test
    void spicesOutput() throws IOException {
        Path file = Files.writeString(dir.resolve("out.json"), """
                [{"image_id": 7, "scores": {"All": {"pr": 0.5, "re": 0.1, "f": 0.25}, "Color": {"f": null}}},
                 {"image_id": "dog", "scores": {"All": {"f": null}}}]
                """);
        CaptionScore score = SpiceOutput.read(file).scores(IMAGES).get(0);
        assertThat(score.value()).isEqualTo(0.25);
        assertThat(score.ofImage(1)).isNaN();
    }

    @Test
    void spicesOutputOfOtherImages() throws IOException {
        Path file =
                Files.writeString(dir.resolve("out.json"), "[{\"image_id\": 7, \"scores\": {\"All\": {\"f\": 0.25}}}]");
        assertThatThrownBy(() -> SpiceOutput.read(file).scores(IMAGES))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ": has no score of image dog");
        Path other = Files.writeString(dir.resolve("other.json"), "[{\"image_id\": 7, \"scores\": {}}]");
        assertThatThrownBy(() -> SpiceOutput.read(other))
                .hasMessage(other + ":1: must have image_id and scores.All.f, as SPICE writes them");
    }
}
