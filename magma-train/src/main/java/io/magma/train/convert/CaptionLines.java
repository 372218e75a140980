package io.magma.train.convert;

import io.magma.train.data.FileBytes;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.Set;

/**
 * JSON lines of a picture's path and a caption or a list of them; other plain values are kept as metadata. Paths are relative to
 * the folder of pictures, or to the file's own folder if none is given.
 */
record CaptionLines(ConversionInputs inputs) implements AnnotationReader {

    @Override
    public void read(SampleCollector out) {
        String imageKey = inputs.imageColumn().orElse("image");
        String captionKey = inputs.captionColumn().orElse("caption");
        for (Path file : inputs.annotations()) {
            ImageFolder images = CaptionTable.folder(inputs, file);
            JsonElements.ofLines(file, line -> {
                FileBytes image = images.find(line.text(imageKey));
                if (line.json().path(captionKey).isArray()) {
                    line.list(captionKey).forEach(caption -> out.caption(image, caption.asText()));
                } else {
                    out.caption(image, line.text(captionKey));
                }
                out.of(image).addFacts(line, Set.of(imageKey, captionKey));
            });
        }
    }
}
