package io.magma.train.convert;

import io.magma.config.ConfigException;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Hateful Memes: JSON lines of {@code id}, {@code img}, {@code label} (1 is hateful) and {@code text}, the words on the picture.
 * Each becomes one question, answered {@code yes} or {@code no}; the words are kept as metadata.
 *
 * @see <a href="https://arxiv.org/abs/2005.04790">Kiela et al. 2020, section 3</a>
 */
record HatefulMemes(ImageFolder images, List<Path> files, String prompt) implements AnnotationReader {
    private static final String DEFAULT_PROMPT = "Is this meme, which says \"{text}\", hateful?";

    HatefulMemes(ConversionInputs inputs) {
        this(inputs.imageFolder(), inputs.annotations(), inputs.prompt().orElse(DEFAULT_PROMPT));
        if (prompt.isBlank()) {
            throw new ConfigException("--prompt must not be blank");
        }
    }

    @Override
    public void read(SampleCollector out) {
        files.forEach(file -> JsonElements.ofLines(file, line -> read(line, out)));
    }

    private void read(Element line, SampleCollector out) {
        if (!line.has("label")) {
            out.leaveOut("memes without a label");
            return;
        }
        String name = line.text("img");
        String text = line.text("text");
        String label = line.id("label");
        SourceSample sample = out.of(images.find(name, name.substring(name.lastIndexOf('/') + 1)));
        sample.addFact("id", line.id("id"));
        sample.addFact("text", text);
        sample.addQuestion(new SourceQuestion(
                prompt.replace("{text}", text), label.equals("1") ? "yes" : "no", "hateful", Map.of("label", label)));
    }
}
