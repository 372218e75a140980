package io.magma.train.eval.task;

import io.magma.train.data.DataException;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.util.List;
import java.util.Map;

/**
 * TextVQA: {@code data} of {@code question_id}, {@code image_id}, {@code question} and ten {@code answers}.
 *
 * @see <a href="https://textvqa.org/dataset/">TextVQA, dataset</a>
 */
final class TextVqaItems implements ItemReader {
    @Override
    public void read(SplitFiles files, ItemCollector out) {
        if (!JsonElements.ofMembers(files.questions(), Map.of("data", question -> add(question, files, out)))
                .contains("data")) {
            throw new DataException(files.questions() + ": has no data; is it a file of TextVQA?");
        }
    }

    private static void add(Element question, SplitFiles files, ItemCollector out) {
        String imageId = question.id("image_id");
        Picture picture = files.picture(question.where(), imageId + ".jpg", imageId + ".png");
        List<String> answers = question.has("answers")
                ? question.list("answers").stream().map(Element::asText).toList()
                : List.of();
        TaskItem item = new TaskItem(
                question.id("question_id"),
                imageId,
                picture.file(),
                question.text("question").strip(),
                answers,
                "",
                "");
        out.add(item, picture, question.where());
    }
}
