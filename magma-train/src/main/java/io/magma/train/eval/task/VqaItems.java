package io.magma.train.eval.task;

import io.magma.train.convert.Coco;
import io.magma.train.data.DataException;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * VQA v2, OK-VQA and own data in their layout; in own data, {@code image} of a question may name the picture's file.
 *
 * @see <a href="https://visualqa.org/download.html">VQA, input and annotation formats</a>
 */
final class VqaItems implements ItemReader {
    private record Annotation(List<String> answers, List<String> annotators, String questionType, String answerType) {
        static final Annotation NONE = new Annotation(List.of(), List.of(), "", "");
    }

    @Override
    public void read(SplitFiles files, ItemCollector out) {
        Map<String, String> typeNames = new LinkedHashMap<>();
        Optional<Map<String, Annotation>> annotations =
                files.annotations().map(file -> annotations(file, typeNames, out));
        String[] subset = {"val2014"};
        List<Element> questions = new ArrayList<>();
        require(
                files.questions(),
                "questions",
                JsonElements.ofMembers(
                        files.questions(),
                        Map.of("data_subtype", s -> subset[0] = s.asText(), "questions", questions::add)));
        for (Element question : questions) {
            String id = question.id("question_id");
            Optional<Annotation> annotation = annotations.isEmpty()
                    ? Optional.of(Annotation.NONE)
                    : Optional.ofNullable(annotations.get().remove(id));
            if (annotation.isEmpty()) {
                out.leaveOut("questions without an annotation");
                continue;
            }
            add(question, id, annotation.get(), typeNames, subset[0], files, out);
        }
        annotations.ifPresent(left -> out.leaveOut("annotations without a question", left.size()));
    }

    private static void add(
            Element question,
            String id,
            Annotation annotation,
            Map<String, String> typeNames,
            String subset,
            SplitFiles files,
            ItemCollector out) {
        String imageId = question.id("image_id");
        Picture picture = question.has("image")
                ? files.picture(question.where(), question.text("image"))
                : files.picture(
                        question.where(),
                        Coco.file(subset, imageId),
                        Coco.padded(imageId) + ".jpg",
                        Coco.file("train2014", imageId),
                        Coco.file("val2014", imageId));
        TaskItem item = new TaskItem(
                id,
                imageId,
                picture.file(),
                question.text("question").strip(),
                annotation.answers(),
                annotation.annotators(),
                typeNames.getOrDefault(annotation.questionType(), annotation.questionType()),
                annotation.answerType());
        out.add(item, picture, question.where());
    }

    private static Map<String, Annotation> annotations(Path file, Map<String, String> typeNames, ItemCollector out) {
        Map<String, Annotation> byQuestion = new LinkedHashMap<>();
        require(
                file,
                "annotations",
                JsonElements.ofMembers(
                        file,
                        Map.of(
                                "annotations",
                                element -> add(byQuestion, element, out),
                                "question_types",
                                types -> types.json()
                                        .properties()
                                        .forEach(t -> typeNames.put(
                                                t.getKey(), t.getValue().asText())))));
        return byQuestion;
    }

    private static void add(Map<String, Annotation> byQuestion, Element element, ItemCollector out) {
        String id = element.id("question_id");
        List<String> answers =
                element.list("answers").stream().map(a -> a.text("answer")).toList();
        Annotation annotation = new Annotation(
                answers,
                Annotators.of(element.list("answers")),
                element.json().path("question_type").asText(),
                element.json().path("answer_type").asText());
        if (byQuestion.put(id, annotation) != null) {
            throw new DataException(element.where() + ": question_id " + id + " is annotated twice");
        }
        if (answers.isEmpty()) {
            byQuestion.remove(id);
            out.leaveOut("annotations without an answer");
        }
    }

    private static void require(Path file, String member, Set<String> found) {
        if (!found.contains(member)) {
            throw new DataException(file + ": has no " + member + "; is it the right one of the two files?");
        }
    }
}
