package io.magma.train.convert;

import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * GQA's question files: an object of questions by number, each with {@code imageId}, {@code question}, {@code answer}, {@code
 * fullAnswer} and {@code types}. Pictures are {@code imageId.jpg}.
 *
 * @see <a href="https://cs.stanford.edu/people/dorarad/gqa/download.html">GQA, questions</a>
 */
record GqaQuestions(ImageFolder images, List<Path> files) implements AnnotationReader {

    GqaQuestions(ConversionInputs inputs) {
        this(inputs.imageFolder(), inputs.annotations());
    }

    @Override
    public void read(SampleCollector out) {
        files.forEach(file -> JsonElements.ofObject(file, (id, question) -> read(id, question, out)));
    }

    private void read(String id, Element question, SampleCollector out) {
        if (!question.has("answer")) {
            out.leaveOut("questions without an answer");
            return;
        }
        String image = question.id("imageId");
        SourceSample sample = out.of(images.find(image + ".jpg", "images/" + image + ".jpg"));
        sample.addFact("image_id", image);
        String type = question.json().path("types").path("structural").asText();
        Map<String, Object> more = question.has("fullAnswer")
                ? Map.of("question_id", id, "full_answer", question.text("fullAnswer"))
                : Map.of("question_id", id);
        sample.addQuestion(new SourceQuestion(question.text("question"), question.text("answer"), type, more));
    }
}
