package io.magma.train.convert;

import io.magma.train.data.DataException;
import io.magma.train.data.FileBytes;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * LLaVA's JSON: a list of objects with the picture's path and {@code conversations}, turns of {@code from} ({@code human} or {@code gpt}) and
 * {@code value}, with {@code <image>} where the picture stands; {@code blip_caption} where there is one.
 *
 * <p>Every human turn with the answer to it becomes a question of its own; {@code turn} tells its place. Conversations without
 * a picture are left out.
 *
 * @see <a href="https://github.com/haotian-liu/LLaVA/blob/main/docs/Finetune_Custom_Data.md">LLaVA, data format</a>
 */
record LlavaConversations(ImageFolder images, List<Path> files) implements AnnotationReader {

    LlavaConversations(ConversionInputs inputs) {
        this(inputs.imageFolder(), inputs.annotations());
    }

    @Override
    public void read(SampleCollector out) {
        files.forEach(file -> JsonElements.ofList(file, entry -> read(entry, out)));
    }

    private void read(Element entry, SampleCollector out) {
        if (!entry.has("image")) {
            out.leaveOut("conversations without a picture");
            return;
        }
        FileBytes image = images.find(entry.text("image"));
        if (entry.has("blip_caption")) {
            out.caption(image, entry.text("blip_caption"));
        }
        List<Element> turns = entry.list("conversations");
        if (turns.size() % 2 != 0) {
            throw new DataException(entry.where() + ": a conversation has " + turns.size()
                    + " turns, where each of human must be followed by one of gpt");
        }
        String id = entry.has("id") ? entry.id("id") : "";
        for (int turn = 0; turn < turns.size(); turn += 2) {
            String prompt =
                    value(turns.get(turn), "human").replace("<image>", "").strip();
            String answer = value(turns.get(turn + 1), "gpt").strip();
            if (prompt.isEmpty() || answer.isEmpty()) {
                out.leaveOut("empty turns");
                continue;
            }
            out.of(image)
                    .addQuestion(new SourceQuestion(
                            prompt, answer, "conversation", Map.of("conversation", id, "turn", turn / 2)));
        }
    }

    private static String value(Element turn, String from) {
        if (!turn.text("from").equals(from)) {
            throw new DataException(
                    turn.where() + ": expected a turn from " + from + ", was from " + turn.text("from"));
        }
        return turn.text("value");
    }
}
