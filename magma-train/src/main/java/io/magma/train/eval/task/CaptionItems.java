package io.magma.train.eval.task;

import io.magma.train.convert.Coco;
import io.magma.train.data.DataException;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pictures and their captions: COCO's official layout, which nocaps has too ({@code domain} of a picture becomes the type of
 * its item), and Karpathy's.
 *
 * @see <a href="https://cocodataset.org/#format-data">COCO data format, section 4</a>
 * @see <a href="https://nocaps.org/download">nocaps, download</a>
 */
final class CaptionItems implements ItemReader {
    @Override
    public void read(SplitFiles files, ItemCollector out) {
        Map<String, List<String>> captions = new LinkedHashMap<>();
        List<Element> images = new ArrayList<>();
        Set<String> found = JsonElements.ofMembers(
                files.questions(),
                Map.of(
                        "images",
                        images::add,
                        "annotations",
                        a -> captions.computeIfAbsent(a.id("image_id"), id -> new ArrayList<>())
                                .add(a.text("caption"))));
        if (!found.contains("images")) {
            throw new DataException(files.questions() + ": has no images; is it a file of captions?");
        }
        for (Element image : images) {
            if (image.has("sentences")) {
                karpathy(image, files, out);
            } else {
                official(image, captions, found.contains("annotations"), files, out);
            }
        }
        out.leaveOut("captioned pictures that are not among the images", captions.size());
    }

    private static void official(
            Element image, Map<String, List<String>> captions, boolean annotated, SplitFiles files, ItemCollector out) {
        String id = image.id("id");
        List<String> own = captions.remove(id);
        if (own == null && annotated) {
            out.leaveOut("pictures without a caption");
            return;
        }
        String name = image.text("file_name");
        Picture picture = files.picture(image.where(), name, Coco.folder(name) + "/" + name);
        String domain = image.json().path("domain").asText();
        out.add(
                new TaskItem(id, id, picture.file(), "", own == null ? List.of() : own, domain, ""),
                picture,
                image.where());
    }

    private static void karpathy(Element image, SplitFiles files, ItemCollector out) {
        if (!files.splits().isEmpty() && !files.splits().contains(image.text("split"))) {
            out.leaveOut("pictures of other splits");
            return;
        }
        String name = image.text("filename");
        Picture picture = image.has("filepath")
                ? files.picture(image.where(), image.text("filepath") + "/" + name, name)
                : files.picture(image.where(), name);
        List<String> captions =
                image.list("sentences").stream().map(s -> s.text("raw")).toList();
        String id = image.id(image.has("cocoid") ? "cocoid" : "imgid");
        out.add(new TaskItem(id, id, picture.file(), "", captions, "", ""), picture, image.where());
    }
}
