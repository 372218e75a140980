package io.magma.train.convert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.magma.image.ImageFormat;
import io.magma.train.data.AnnotatedImages;
import io.magma.train.data.CorruptSampleException;
import io.magma.train.data.ImageBytes;
import io.magma.train.data.QuestionAnswers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * Writes the questions of a data set in the official layout of VQA, for evaluation: {@code NAMEquestions.json}, {@code
 * NAMEannotations.json} and the pictures in {@code images}.
 *
 * <p>The official score compares with ten annotators. Answers of fewer are repeated in turn until there are ten.
 *
 * @see <a href="https://visualqa.org/download.html">the layout</a>
 */
public final class VqaLayout {
    private static final int ANNOTATORS = 10;
    private static final int QUESTIONS_A_PICTURE = 1000;
    private static final Set<String> YES_NO = Set.of("yes", "no");

    private final Path folder;
    private final String name;
    private final Predicate<String> types;

    /**
     * Writes into {@code folder}.
     *
     * @param name what the file names begin with, such as {@code train_}; may be empty
     * @param types which types of questions are written
     */
    public VqaLayout(Path folder, String name, Predicate<String> types) {
        this.folder = folder;
        this.name = name;
        this.types = types;
    }

    /**
     * Writes a data set.
     *
     * @param broken is told of each picture that cannot be read, and is left out
     * @param done is told the number of pictures so far
     * @return questions written
     */
    public long write(AnnotatedImages images, Consumer<CorruptSampleException> broken, LongConsumer done)
            throws IOException {
        Files.createDirectories(folder.resolve("images"));
        JsonFactory factory = new JsonMapper().getFactory();
        long count = 0;
        try (JsonGenerator questions = open(factory, "questions");
                JsonGenerator annotations = open(factory, "annotations")) {
            for (int number = 0; number < images.size(); number++) {
                try {
                    count += write(images, number, questions, annotations);
                } catch (CorruptSampleException e) {
                    broken.accept(e);
                }
                done.accept(number + 1L);
            }
        }
        return count;
    }

    private JsonGenerator open(JsonFactory factory, String member) throws IOException {
        JsonGenerator json = factory.createGenerator(Files.newBufferedWriter(folder.resolve(name + member + ".json")));
        json.writeStartObject();
        json.writeStringField("task_type", "Open-Ended");
        json.writeArrayFieldStart(member);
        return json;
    }

    private int write(AnnotatedImages images, int number, JsonGenerator questions, JsonGenerator annotations)
            throws IOException {
        List<QuestionAnswers> asked = images.questions(number).stream()
                .filter(q -> types.test(q.type()))
                .toList();
        if (asked.isEmpty()) {
            return 0;
        }
        ImageBytes image = images.image(number);
        byte[] bytes = image.read();
        String file = name + number + "."
                + ImageFormat.of(bytes)
                        .orElseThrow(
                                () -> new CorruptSampleException(image.name(), "is not a picture of a known format"))
                        .extension();
        Files.write(folder.resolve("images").resolve(file), bytes);
        for (int i = 0; i < asked.size(); i++) {
            long id = (long) number * QUESTIONS_A_PICTURE + i;
            QuestionAnswers question = asked.get(i);
            questions.writeStartObject();
            questions.writeNumberField("question_id", id);
            questions.writeNumberField("image_id", number);
            questions.writeStringField("image", file);
            questions.writeStringField("question", question.question());
            questions.writeEndObject();
            annotate(annotations, id, number, question);
        }
        return asked.size();
    }

    private static void annotate(JsonGenerator json, long id, int image, QuestionAnswers question) throws IOException {
        List<String> answers = question.answers();
        json.writeStartObject();
        json.writeNumberField("question_id", id);
        json.writeNumberField("image_id", image);
        json.writeStringField("question_type", question.type());
        json.writeStringField("answer_type", answerType(answers.get(0)));
        json.writeStringField("multiple_choice_answer", answers.get(0));
        json.writeArrayFieldStart("answers");
        for (int annotator = 0; annotator < ANNOTATORS; annotator++) {
            json.writeStartObject();
            json.writeNumberField("answer_id", annotator + 1);
            json.writeStringField("answer", answers.get(annotator % answers.size()));
            json.writeStringField("answer_confidence", "yes");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static String answerType(String answer) {
        if (YES_NO.contains(answer.toLowerCase(Locale.ROOT))) {
            return "yes/no";
        }
        return answer.chars().allMatch(Character::isDigit) ? "number" : "other";
    }
}
