package io.magma.train.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * MAGMA's own layout: {@code image_data/FOLDER/NAME.json} (or {@code image_data/NAME.json}) with {@code image_path},
 * {@code captions} and {@code metadata}, pictures under {@code images/}.
 *
 * <p>Pictures are numbered in the order of their JSON files' paths, compared as strings.
 *
 * @see <a href="https://github.com/Aleph-Alpha/magma">MAGMA, section "Training"</a>
 */
final class MagmaFolder implements AnnotatedImages {

    private static final String ANNOTATIONS = "image_data";

    private final Path root;
    private final List<Path> files;

    private MagmaFolder(Path root, List<Path> files) {
        this.root = root;
        this.files = files;
    }

    /**
     * Lists the JSON files.
     *
     * @throws DataException if {@code root} has no {@code image_data} folder
     */
    static MagmaFolder open(Path root) {
        Path annotations = root.resolve(ANNOTATIONS);
        if (!Files.isDirectory(annotations)) {
            throw new DataException(root + ": is not a data set in MAGMA's layout, has no folder " + ANNOTATIONS);
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(annotations, 2)) {
            walk.filter(file -> file.toString().endsWith(".json")).forEach(files::add);
        } catch (IOException e) {
            throw new DataException(annotations + ": cannot be listed: " + e.getMessage(), e);
        }
        files.sort(Comparator.comparing(Path::toString));
        return new MagmaFolder(root, List.copyOf(files));
    }

    @Override
    public int size() {
        return files.size();
    }

    @Override
    public String id(int index) {
        return root.relativize(files.get(index)).toString();
    }

    @Override
    public ImageBytes image(int index) {
        String path = json(index).path("image_path").asText();
        if (path.isEmpty()) {
            throw new CorruptSampleException(name(index), "has no image_path");
        }
        return ImageBytes.ofFile(root.resolve(path));
    }

    @Override
    public List<String> captions(int index) {
        return Annotation.captions(json(index), name(index));
    }

    @Override
    public List<QuestionAnswers> questions(int index) {
        return Annotation.questions(json(index), name(index));
    }

    @Override
    public Optional<String> metadata(int index, String key) {
        return Annotation.metadata(json(index), key);
    }

    private String name(int index) {
        return files.get(index).toString();
    }

    private JsonNode json(int index) {
        return Annotation.parse(ImageBytes.ofFile(files.get(index)).read(), name(index));
    }
}
