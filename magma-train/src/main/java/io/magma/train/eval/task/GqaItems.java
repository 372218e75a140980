package io.magma.train.eval.task;

import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.util.List;

/**
 * GQA's question files; pictures are {@code imageId.jpg}.
 *
 * @see <a href="https://cs.stanford.edu/people/dorarad/gqa/download.html">GQA, questions</a>
 */
final class GqaItems implements ItemReader {
    @Override
    public void read(SplitFiles files, ItemCollector out) {
        JsonElements.ofObject(files.questions(), (id, question) -> add(id, question, files, out));
    }

    private static void add(String id, Element question, SplitFiles files, ItemCollector out) {
        String imageId = question.id("imageId");
        Picture picture = files.picture(question.where(), imageId + ".jpg");
        List<String> answers = question.has("answer") ? List.of(question.text("answer")) : List.of();
        String type = question.json().path("types").path("structural").asText();
        out.add(
                new TaskItem(
                        id, imageId, picture.file(), question.text("question").strip(), answers, type, ""),
                picture,
                question.where());
    }
}
