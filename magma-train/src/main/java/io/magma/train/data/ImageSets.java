package io.magma.train.data;

import io.magma.config.CaptionChoice;
import io.magma.config.ConfigException;
import io.magma.config.DataFormat;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens data sets as pictures with all that is said about them, whatever a run would use of it. */
public final class ImageSets {

    private static final TextStyle BARE = new TextStyle("{prompt}", "", CaptionChoice.FIRST, false);

    private ImageSets() {}

    /**
     * Opens a data set whose layout is told by what lies there: MAGMA's if there is a folder {@code image_data}, JSON lines of
     * questions if it is a {@code .jsonl}, else WebDataset shards.
     *
     * @throws ConfigException if there is nothing at {@code path}
     * @throws DataException if it cannot be read
     */
    public static AnnotatedImages open(Path path) {
        return open(layout(path), path);
    }

    /**
     * Opens a data set of a known layout.
     *
     * @throws ConfigException if the layout has no pictures
     * @throws DataException if it is missing or cannot be read
     */
    public static AnnotatedImages open(DataFormat layout, Path path) {
        return switch (layout) {
            case MAGMA -> MagmaFolder.open(path);
            case WEBDATASET -> WebDatasetShards.open(path);
            case QA -> QuestionImages.of(QaRows.read(path, type -> true, BARE));
            case TEXT -> throw new ConfigException(path + ": a source of format text has no pictures");
        };
    }

    private static DataFormat layout(Path path) {
        if (Files.isDirectory(path.resolve("image_data"))) {
            return DataFormat.MAGMA;
        }
        if (path.toString().endsWith(".jsonl")) {
            return DataFormat.QA;
        }
        if (!Files.exists(path) && !path.toString().contains("{")) {
            throw new ConfigException(path + ": no such file or folder");
        }
        return DataFormat.WEBDATASET;
    }
}
