package io.magma.train.convert;

import io.magma.train.data.FileBytes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of COCO's pictures. */
public final class Coco {
    private static final Pattern NAME = Pattern.compile("COCO_([a-z]+\\d{4})_\\d{12}\\.jpg");

    private Coco() {}

    /** {@code 9} becomes {@code 000000000009}; longer numbers and other texts stay. */
    public static String padded(String id) {
        return "0".repeat(Math.max(0, 12 - id.length())) + id;
    }

    /** The name of a picture in the 2014 and 2015 sets, {@code COCO_train2014_000000000009.jpg}. */
    public static String file(String split, String id) {
        return "COCO_" + split + "_" + padded(id) + ".jpg";
    }

    /** The folder of a file: that of its name's split, or {@code images}. */
    public static String folder(String file) {
        Matcher name = NAME.matcher(file);
        return name.matches() ? name.group(1) : "images";
    }

    /**
     * Finds a picture by its number.
     *
     * @param split of the annotations, such as {@code train2014}; the first one that is tried
     */
    static FileBytes find(ImageFolder images, String split, String id) {
        String file = file(split, id);
        String short2017 = padded(id) + ".jpg";
        return images.find(
                file,
                split + "/" + file,
                short2017,
                split + "/" + short2017,
                file("train2014", id),
                "train2014/" + file("train2014", id),
                file("val2014", id),
                "val2014/" + file("val2014", id),
                "train2017/" + short2017,
                "val2017/" + short2017);
    }
}
