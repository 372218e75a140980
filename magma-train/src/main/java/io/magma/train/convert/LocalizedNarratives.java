package io.magma.train.convert;

import io.magma.train.data.FileBytes;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.List;

/**
 * Localized Narratives: JSON lines of {@code dataset_id}, {@code image_id} and {@code caption}; the mouse traces are not read.
 * Pictures are named as COCO 2017, Flickr30k, ADE20K and Open Images name theirs.
 *
 * @see <a href="https://google.github.io/localized-narratives/">Localized Narratives, file formats</a>
 */
record LocalizedNarratives(ImageFolder images, List<Path> files) implements AnnotationReader {

    LocalizedNarratives(ConversionInputs inputs) {
        this(inputs.imageFolder(), inputs.annotations());
    }

    @Override
    public void read(SampleCollector out) {
        files.forEach(file -> JsonElements.ofLines(file, line -> read(line, out)));
    }

    private void read(Element line, SampleCollector out) {
        String set = line.text("dataset_id");
        String id = line.id("image_id");
        FileBytes image;
        if (set.startsWith("mscoco_")) {
            image = Coco.find(images, set.substring("mscoco_".length()), id);
        } else {
            image = images.find(
                    id + ".jpg", set + "/" + id + ".jpg", "train/" + id + ".jpg", "validation/" + id + ".jpg");
        }
        out.caption(image, line.text("caption"));
        out.of(image).addFact("dataset_id", set);
        out.of(image).addFact("image_id", id);
    }
}
