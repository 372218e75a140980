package io.magma.train.convert;

import io.magma.config.ConfigException;
import io.magma.train.data.DataException;
import io.magma.train.data.FileBytes;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * COCO captions in both of their layouts, told apart by content.
 *
 * <p>Official: {@code images} of {@code id} and {@code file_name}, {@code annotations} of {@code image_id} and {@code caption}.
 * Karpathy's, which has Flickr8k and Flickr30k too: {@code images} of {@code filename}, its split and {@code sentences},
 * which hold {@code raw}. Pictures lie in the folder or in the one of their split, such as {@code train2014}.
 *
 * @see <a href="https://cocodataset.org/#format-data">COCO data format, section 4</a>
 * @see <a href="https://cs.stanford.edu/people/karpathy/deepimagesent/">Karpathy's splits</a>
 */
record CocoCaptions(ImageFolder images, List<Path> files, Set<String> splits) implements AnnotationReader {

    private record Caption(String image, String text, String where) {}

    CocoCaptions(ConversionInputs inputs) {
        this(inputs.imageFolder(), inputs.annotations(), inputs.splits());
    }

    @Override
    public void read(SampleCollector out) {
        files.forEach(file -> read(file, out));
    }

    private void read(Path file, SampleCollector out) {
        Map<String, FileBytes> named = new LinkedHashMap<>();
        List<Caption> captions = new ArrayList<>();
        Set<String> found = JsonElements.ofMembers(
                file,
                Map.of(
                        "images",
                        image -> {
                            if (image.has("sentences")) {
                                karpathy(image, out);
                            } else {
                                named.put(image.id("id"), official(image));
                            }
                        },
                        "annotations",
                        a -> captions.add(new Caption(a.id("image_id"), a.text("caption"), a.where()))));
        if (!found.contains("images")) {
            throw new DataException(file + ": has no images; is it a file of COCO captions?");
        }
        if (!named.isEmpty() && !splits.isEmpty()) {
            throw new ConfigException(file + ": official files have no splits; leave --split out");
        }
        for (Caption caption : captions) {
            FileBytes image = Optional.ofNullable(named.get(caption.image()))
                    .orElseThrow(() -> new DataException(
                            caption.where() + ": image_id " + caption.image() + " is not among the images"));
            out.caption(image, caption.text());
            out.of(image).addFact("image_id", caption.image());
        }
    }

    private FileBytes official(Element image) {
        String name = image.text("file_name");
        return images.find(name, Coco.folder(name) + "/" + name);
    }

    private void karpathy(Element image, SampleCollector out) {
        String split = image.text("split");
        if (!splits.isEmpty() && !splits.contains(split)) {
            out.leaveOut("pictures of other splits");
            return;
        }
        String name = image.text("filename");
        FileBytes picture =
                image.has("filepath") ? images.find(image.text("filepath") + "/" + name, name) : images.find(name);
        for (Element sentence : image.list("sentences")) {
            out.caption(picture, sentence.text("raw"));
        }
        if (image.has("cocoid")) {
            out.of(picture).addFact("image_id", image.id("cocoid"));
        }
        out.of(picture).addFact("split", split);
    }
}
