package io.magma.train.convert;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.train.data.DataException;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * VQA v2 and what has its layout (OK-VQA): a file of {@code questions} of {@code question_id}, {@code image_id} and {@code
 * question}, and one of {@code annotations} of {@code question_id} and ten {@code answers}.
 *
 * <p>The answer that is learned is the most frequent of the ten; all of them are kept as {@code answers}, and OK-VQA's {@code
 * raw_answer}s as {@code raw_answers}.
 *
 * @see <a href="https://visualqa.org/download.html">VQA, input and annotation formats</a>
 */
record VqaQuestions(ImageFolder images, List<Path> questions, List<Path> annotations) implements AnnotationReader {

    private record Annotation(List<String> answers, List<String> raw, String questionType, String answerType) {}

    VqaQuestions(ConversionInputs inputs) {
        this(inputs.imageFolder(), inputs.questions(), inputs.annotations());
    }

    @Override
    public void read(SampleCollector out) {
        Map<String, Annotation> answered = new LinkedHashMap<>();
        Map<String, String> typeNames = new LinkedHashMap<>();
        for (Path file : annotations) {
            require(
                    file,
                    "annotations",
                    JsonElements.ofMembers(
                                    file,
                                    Map.of(
                                            "annotations",
                                            a -> answered.put(a.id("question_id"), annotation(a)),
                                            "question_types",
                                            types -> types.json()
                                                    .properties()
                                                    .forEach(t -> typeNames.put(
                                                            t.getKey(),
                                                            t.getValue().asText()))))
                            .contains("annotations"));
        }
        for (Path file : questions) {
            read(file, answered, typeNames, out);
        }
        out.leaveOut("answers without their question", answered.size());
    }

    private void read(Path file, Map<String, Annotation> answered, Map<String, String> typeNames, SampleCollector out) {
        String[] split = {"train2014"};
        List<Element> rows = new ArrayList<>();
        require(
                file,
                "questions",
                JsonElements.ofMembers(file, Map.of("data_subtype", s -> split[0] = s.asText(), "questions", rows::add))
                        .contains("questions"));
        for (Element row : rows) {
            String id = row.id("question_id");
            Optional<Annotation> annotation = Optional.ofNullable(answered.remove(id));
            Optional<String> answer = annotation.flatMap(a -> AnswerVote.mostFrequent(a.answers()));
            if (annotation.isEmpty() || answer.isEmpty()) {
                out.leaveOut("questions without an answer");
                continue;
            }
            SourceSample sample = out.of(Coco.find(images, split[0], row.id("image_id")));
            sample.addFact("image_id", row.id("image_id"));
            sample.addQuestion(question(row, id, annotation.get(), answer.get(), typeNames));
        }
    }

    private static SourceQuestion question(
            Element row, String id, Annotation annotation, String answer, Map<String, String> typeNames) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("question_id", id);
        more.put("answers", annotation.answers());
        if (!annotation.raw().isEmpty()) {
            more.put("raw_answers", annotation.raw());
        }
        if (!annotation.questionType().isEmpty()) {
            more.put("question_type", typeNames.getOrDefault(annotation.questionType(), annotation.questionType()));
        }
        return new SourceQuestion(row.text("question").strip(), answer, annotation.answerType(), more);
    }

    private static Annotation annotation(Element annotation) {
        List<String> answers = new ArrayList<>();
        List<String> raw = new ArrayList<>();
        for (Element answer : annotation.list("answers")) {
            answers.add(answer.text("answer"));
            JsonNode unedited = answer.json().path("raw_answer");
            if (unedited.isTextual()) {
                raw.add(unedited.textValue());
            }
        }
        return new Annotation(
                answers,
                raw,
                annotation.json().path("question_type").asText(),
                annotation.json().path("answer_type").asText());
    }

    private static void require(Path file, String member, boolean found) {
        if (!found) {
            throw new DataException(file + ": has no " + member + "; is it the right one of the two files?");
        }
    }
}
