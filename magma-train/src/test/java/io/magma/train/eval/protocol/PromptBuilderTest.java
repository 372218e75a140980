package io.magma.train.eval.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.magma.train.eval.protocol.PromptPart.Picture;
import io.magma.train.eval.protocol.PromptPart.Words;
import io.magma.train.eval.task.TaskDefinition;
import io.magma.train.eval.task.TaskItem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Prompts byte by byte, written down by hand from the sources that the presets name. */
class PromptBuilderTest {
    private static final TaskItem CAT = item("1", "What is it?", "cat");
    private static final TaskItem DOG = item("2", "How many?", "two {question}");
    private static final TaskItem ASKED = item("3", "What is this?", "bird");

    private static final String TWO_SHOTS =
            "Question:What is it? Short answer:cat<|endofchunk|>\nQuestion:How many? Short answer:two {question}<|endofchunk|>\n";
    private static final String SHOT_AND_QUERY =
            "Question:What is it? Short answer:cat<|endofchunk|>\nQuestion:What is this? Short answer:";

    private static TaskItem item(String id, String question, String answer) {
        return new TaskItem(id, id, Path.of(id + ".jpg"), question, List.of(answer), "", "");
    }

    private static Picture picture(TaskItem item) {
        return new Picture(item.image());
    }

    private static Words words(String text) {
        return new Words(text);
    }

    private static List<PromptPart> build(String preset, String task, TaskItem... shots) {
        return build(preset, task, Optional.of(ASKED.image()), true, shots);
    }

    private static List<PromptPart> build(
            String preset, String task, Optional<Path> seen, boolean withPictures, TaskItem... shots) {
        Protocol protocol = ProtocolPresets.load(preset, TaskDefinition.named(task, List.of()), List.of());
        List<Shot> examples = java.util.Arrays.stream(shots)
                .map(s -> new Shot(s, s.answers().get(0), withPictures))
                .toList();
        return new PromptBuilder(protocol.prompt()).build(examples, ASKED, seen);
    }

    @Test
    void magma2022AsksWithoutASpaceAfterTheLastPrompt() {
        assertThat(build("magma2022", "okvqa")).containsExactly(picture(ASKED), words("Q: What is this? A:"));
        assertThat(build("magma2022", "okvqa", CAT, DOG))
                .containsExactly(
                        picture(CAT),
                        words("Q: What is it? A: cat"),
                        picture(DOG),
                        words("Q: How many? A: two {question}"),
                        picture(ASKED),
                        words("Q: What is this? A:"));
        assertThat(build("magma2022", "caption", CAT))
                .containsExactly(picture(CAT), words("A picture of cat"), picture(ASKED), words("A picture of"));
    }

    @Test
    void magma2022RepeatsATaskInductionOnItsOwn() {
        Protocol protocol = ProtocolPresets.load(
                "magma2022",
                TaskDefinition.named("vqa", List.of()),
                List.of("prompt.induction=Answer with cat or dog."));
        assertThat(new PromptBuilder(protocol.prompt())
                        .build(List.of(new Shot(CAT, "cat", true)), ASKED, Optional.of(ASKED.image())))
                .containsExactly(
                        words("Answer with cat or dog."),
                        picture(CAT),
                        words("Q: What is it? A: cat"),
                        words("Answer with cat or dog."),
                        picture(ASKED),
                        words("Q: What is this? A:"));
    }

    @Test
    void openflamingo() {
        assertThat(build("openflamingo", "vqa", CAT))
                .containsExactly(
                        picture(CAT),
                        words("Question:What is it? Short answer:cat<|endofchunk|>\n"),
                        picture(ASKED),
                        words("Question:What is this? Short answer:"));
        assertThat(build("openflamingo", "caption", CAT))
                .containsExactly(picture(CAT), words("Output:cat<|endofchunk|>\n"), picture(ASKED), words("Output:"));
        assertThat(build("openflamingo", "hateful-memes"))
                .containsExactly(
                        picture(ASKED),
                        words("is an image with: 'What is this?' written on it. Is it hateful? Answer:"));
    }

    @Test
    void openflamingosZeroShotsAreTwoTexts() {
        assertThat(build("openflamingo", "vqa", Optional.of(ASKED.image()), false, CAT, DOG))
                .containsExactly(words(TWO_SHOTS), picture(ASKED), words("Question:What is this? Short answer:"));
    }

    @Test
    void theOthers() {
        assertThat(build("blip2", "okvqa"))
                .containsExactly(picture(ASKED), words("Question: What is this? Short answer:"));
        assertThat(build("blip2", "caption")).containsExactly(picture(ASKED), words("a photo of"));
        assertThat(build("mm1", "vqa", CAT))
                .containsExactly(
                        picture(CAT),
                        words(" Question: What is it? Short answer: cat\n"),
                        picture(ASKED),
                        words(" Question: What is this? Short answer:"));
        assertThat(build("mm1", "nocaps")).containsExactly(picture(ASKED), words(" A photo of"));
        assertThat(build("lmms_eval", "vqa"))
                .containsExactly(
                        picture(ASKED), words("What is this?\nAnswer the question using a single word or phrase."));
        assertThat(build("lmms_eval", "okvqa"))
                .containsExactly(
                        picture(ASKED),
                        words("What is this?\nWhen the provided information is insufficient, respond with"
                                + " 'Unanswerable'.\nAnswer the question using a single word or phrase."));
        assertThat(build("frozen", "vqa"))
                .containsExactly(picture(ASKED), words("Please answer the question. Question: What is this? Answer:"));
        assertThat(build("emu", "vqa"))
                .containsExactly(
                        words("[USER]: "),
                        picture(ASKED),
                        words(" based on the content of the image and common sense, please provide an accurate answer"
                                + " consisting of only one word or phrase. What is this? [ASSISTANT]: the answer"
                                + " is:"));
        assertThat(build("emu", "vqa", CAT))
                .containsExactly(
                        picture(CAT),
                        words(" based on the picture, What is it? short answer: cat. "),
                        picture(ASKED),
                        words(" based on the picture, What is this? short answer:"));
    }

    @Test
    void withoutPicturesTextsMeet() {
        assertThat(build("openflamingo", "vqa", Optional.empty(), true, CAT)).containsExactly(words(SHOT_AND_QUERY));
        assertThat(build("magma2022", "vqa", Optional.empty(), true, CAT))
                .containsExactly(words("Q: What is it? A: cat"), words("Q: What is this? A:"));
    }

    @Test
    void labelsFollowTheQueryAsInAnExample() {
        assertThat(ProtocolPresets.load("magma2022", TaskDefinition.named("vqa", List.of()), List.of())
                        .prompt()
                        .answerLead())
                .isEqualTo(" ");
        assertThat(ProtocolPresets.load("openflamingo", TaskDefinition.named("hateful-memes", List.of()), List.of())
                        .prompt()
                        .answerLead())
                .isEmpty();
    }
}
