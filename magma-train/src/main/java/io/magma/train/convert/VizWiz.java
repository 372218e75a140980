package io.magma.train.convert;

import io.magma.train.data.DataException;
import io.magma.train.data.FileBytes;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * VizWiz: a list of objects with the picture's name, {@code question}, ten {@code answers}, {@code answer_type} and {@code answerable}, or its
 * captions in COCO's layout, of which rejected and precanned ones ("Quality issues are too severe...") are left out.
 *
 * @see <a href="https://vizwiz.org/tasks-and-datasets/vqa/">VizWiz-VQA</a>
 * @see <a href="https://vizwiz.org/tasks-and-datasets/image-captioning/">VizWiz-Captions</a>
 */
record VizWiz(ImageFolder images, List<Path> files) implements AnnotationReader {

    VizWiz(ConversionInputs inputs) {
        this(inputs.imageFolder(), inputs.annotations());
    }

    @Override
    public void read(SampleCollector out) {
        for (Path file : files) {
            if (JsonElements.isList(file)) {
                JsonElements.ofList(file, row -> question(row, out));
            } else {
                captions(file, out);
            }
        }
    }

    private void question(Element row, SampleCollector out) {
        List<String> answers = row.has("answers")
                ? row.list("answers").stream().map(a -> a.text("answer")).toList()
                : List.of();
        Optional<String> answer = AnswerVote.mostFrequent(answers);
        if (answer.isEmpty()) {
            out.leaveOut("questions without an answer");
            return;
        }
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("answers", answers);
        if (row.has("answerable")) {
            more.put("answerable", row.json().path("answerable").asInt() == 1);
        }
        out.of(find(row.text("image")))
                .addQuestion(new SourceQuestion(
                        row.text("question").strip(),
                        answer.get(),
                        row.json().path("answer_type").asText(),
                        more));
    }

    private void captions(Path file, SampleCollector out) {
        Map<String, FileBytes> named = new LinkedHashMap<>();
        List<Element> annotations = new ArrayList<>();
        JsonElements.ofMembers(
                file,
                Map.of(
                        "images",
                        image -> named.put(image.id("id"), find(image.text("file_name"))),
                        "annotations",
                        annotations::add));
        if (named.isEmpty()) {
            throw new DataException(file + ": has no images; is it a file of VizWiz captions?");
        }
        for (Element annotation : annotations) {
            if (annotation.json().path("is_rejected").asBoolean()
                    || annotation.json().path("is_precanned").asBoolean()) {
                out.leaveOut("rejected or precanned captions");
                continue;
            }
            FileBytes image = Optional.ofNullable(named.get(annotation.id("image_id")))
                    .orElseThrow(() -> new DataException(annotation.where() + ": image_id "
                            + annotation.json().path("image_id").asText() + " is not among the images"));
            out.caption(image, annotation.text("caption"));
        }
    }

    private FileBytes find(String name) {
        return images.find(name, "train/" + name, "val/" + name, "test/" + name);
    }
}
