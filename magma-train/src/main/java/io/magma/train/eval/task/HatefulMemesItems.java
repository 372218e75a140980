package io.magma.train.eval.task;

import io.magma.train.data.DataException;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.util.List;

/**
 * Hateful Memes: JSON lines of {@code id}, {@code img}, {@code text} and {@code label}, 1 for hateful. The text is the
 * question, the answer {@code no} or {@code yes}.
 *
 * @see <a href="https://arxiv.org/abs/2005.04790">Kiela et al. 2020, section 3</a>
 */
final class HatefulMemesItems implements ItemReader {
    @Override
    public void read(SplitFiles files, ItemCollector out) {
        JsonElements.ofLines(files.questions(), meme -> add(meme, files, out));
    }

    private static void add(Element meme, SplitFiles files, ItemCollector out) {
        String name = meme.text("img");
        Picture picture = files.picture(meme.where(), name, name.substring(name.lastIndexOf('/') + 1));
        List<String> answers = meme.has("label") ? List.of(label(meme)) : List.of();
        String id = meme.id("id");
        out.add(new TaskItem(id, id, picture.file(), meme.text("text"), answers, "", ""), picture, meme.where());
    }

    private static String label(Element meme) {
        return switch (meme.id("label")) {
            case "0" -> "no";
            case "1" -> "yes";
            default -> throw new DataException(meme.where() + ": label must be 0 or 1, was " + meme.id("label"));
        };
    }
}
