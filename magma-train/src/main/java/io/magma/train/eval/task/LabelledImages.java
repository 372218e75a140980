package io.magma.train.eval.task;

import io.magma.train.data.AnnotatedImages;
import io.magma.train.data.CorruptSampleException;
import io.magma.train.data.DataException;
import io.magma.train.data.ImageSets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pictures that each belong to a class, as items whose one answer is the class: the framework's own formats, or a folder that
 * has a folder of pictures for each class.
 */
public final class LabelledImages {
    private static final Pattern PICTURE = Pattern.compile("(?i).*\\.(png|jpe?g|gif|bmp|webp)");

    private LabelledImages() {}

    /**
     * Reads all pictures of the classes that have enough, in the order of the data.
     *
     * @param label what names a class; with class folders their names do, whatever this is
     * @param minimum fewest pictures of a class; smaller ones are left out and counted
     * @param extracted gives files to pictures in shards
     * @param skipMissing whether pictures that are not there are left out and counted, rather than refused
     * @throws DataException if the data are missing or malformed, or no class has enough pictures
     */
    public static TaskItems read(
            Path data, ClassLabel label, int minimum, ExtractedPictures extracted, boolean skipMissing) {
        ItemCollector out = new ItemCollector();
        if (holdsClassFolders(data)) {
            addClassFolders(data, out);
        } else {
            addAnnotated(ImageSets.open(data), label, extracted, out);
        }
        return ofLargeClasses(data, out.items(data.toString(), skipMissing), minimum);
    }

    private static boolean holdsClassFolders(Path data) {
        return Files.isDirectory(data)
                && !Files.isDirectory(data.resolve("image_data"))
                && list(data, file -> file.toString().endsWith(".tar")).isEmpty();
    }

    private static void addClassFolders(Path data, ItemCollector out) {
        for (Path folder : list(data, Files::isDirectory)) {
            for (Path file : list(folder, f -> PICTURE.matcher(f.toString()).matches())) {
                String id = data.relativize(file).toString();
                out.add(item(id, file, String.valueOf(folder.getFileName())), new Picture(file, true), id);
            }
        }
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static void addAnnotated(
            AnnotatedImages images, ClassLabel label, ExtractedPictures extracted, ItemCollector out) {
        try {
            for (int i = 0; i < images.size(); i++) {
                Optional<String> name = label.of(images, i).filter(text -> !text.isBlank());
                if (name.isEmpty()) {
                    out.leaveOut("pictures without a class");
                    continue;
                }
                String id = images.id(i);
                Picture picture = extracted.place(id, images.image(i));
                out.add(item(id, picture.file(), name.get()), picture, id);
            }
        } catch (CorruptSampleException e) {
            throw new DataException(String.valueOf(e.getMessage()), e);
        }
    }

    private static TaskItem item(String id, Path file, String name) {
        return new TaskItem(id, id, file, "", List.of(name), "", "");
    }

    private static TaskItems ofLargeClasses(Path data, TaskItems all, int minimum) {
        Map<String, Long> sizes = all.items().stream()
                .map(item -> item.answers().get(0))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        List<TaskItem> large = all.items().stream()
                .filter(item -> sizes.getOrDefault(item.answers().get(0), 0L) >= minimum)
                .toList();
        if (large.isEmpty()) {
            throw new DataException(data + ": none of " + sizes.size() + " classes has " + minimum + " pictures");
        }
        Map<String, Integer> leftOut = new HashMap<>(all.leftOut());
        if (large.size() < all.items().size()) {
            leftOut.put(
                    "pictures of classes with fewer than " + minimum,
                    all.items().size() - large.size());
        }
        return new TaskItems(large, leftOut);
    }
}
