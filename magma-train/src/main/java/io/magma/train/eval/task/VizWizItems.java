package io.magma.train.eval.task;

import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.util.List;

/**
 * VizWiz-VQA: a question a picture, so the picture's name is the id.
 *
 * @see <a href="https://vizwiz.org/tasks-and-datasets/vqa/">VizWiz-VQA</a>
 */
final class VizWizItems implements ItemReader {
    @Override
    public void read(SplitFiles files, ItemCollector out) {
        JsonElements.ofList(files.questions(), question -> add(question, files, out));
    }

    private static void add(Element question, SplitFiles files, ItemCollector out) {
        String name = question.text("image");
        Picture picture = files.picture(question.where(), name);
        List<String> answers = question.has("answers")
                ? question.list("answers").stream().map(a -> a.text("answer")).toList()
                : List.of();
        TaskItem item = new TaskItem(
                name,
                name,
                picture.file(),
                question.text("question").strip(),
                answers,
                question.has("answers") ? Annotators.of(question.list("answers")) : List.of(),
                "",
                question.json().path("answer_type").asText());
        out.add(item, picture, question.where());
    }
}
