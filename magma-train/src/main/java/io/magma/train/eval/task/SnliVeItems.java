package io.magma.train.eval.task;

import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.util.List;

/**
 * SNLI-VE: JSON lines of {@code Flickr30K_ID}, {@code sentence2} and {@code gold_label}. Pairs on which the annotators did not
 * agree ({@code -}) and those of Visual Genome pictures are left out, as is usual.
 *
 * @see <a href="https://github.com/necla-ml/SNLI-VE">SNLI-VE</a>
 */
final class SnliVeItems implements ItemReader {
    @Override
    public void read(SplitFiles files, ItemCollector out) {
        JsonElements.ofLines(files.questions(), pair -> add(pair, files, out));
    }

    private static void add(Element pair, SplitFiles files, ItemCollector out) {
        String id = pair.text("pairID");
        String label = pair.text("gold_label");
        if (label.equals("-")) {
            out.leaveOut("pairs without agreement");
            return;
        }
        if (id.startsWith("vg_")) {
            out.leaveOut("pairs of Visual Genome");
            return;
        }
        String imageId = pair.id("Flickr30K_ID");
        Picture picture = files.picture(pair.where(), imageId + ".jpg");
        String hypothesis = pair.text("sentence2").strip();
        out.add(
                new TaskItem(id, imageId, picture.file(), hypothesis, List.of(label), "", label),
                picture,
                pair.where());
    }
}
