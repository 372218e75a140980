package io.magma.train.data;

import io.magma.config.ConfigException;
import io.magma.config.SourceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what a configuration describes. */
public final class SampleSources {

    private static final Logger logger = LoggerFactory.getLogger(SampleSources.class);

    private SampleSources() {}

    /**
     * Opens a source.
     *
     * @throws DataException if it is missing, malformed or empty
     * @throws ConfigException if it is streamed, so that its samples have no numbers
     */
    public static SampleSource open(SourceConfig config) {
        if (config.streaming().isPresent()) {
            throw new ConfigException(config.path()
                    + ": is streamed, but what is asked for needs all samples at once; leave streaming out");
        }
        SampleSource all = openAll(config);
        if (all.size() == 0) {
            throw new DataException(config.path() + ": holds no samples" + filter(config));
        }
        SampleSource source =
                config.limit() > 0 && config.limit() < all.size() ? new LimitedSource(all, config.limit()) : all;
        logger.info("{}: {} samples", config.path(), source.size());
        return source;
    }

    private static SampleSource openAll(SourceConfig config) {
        Path path = config.path().file();
        TextStyle style = TextStyle.of(config);
        return switch (config.format()) {
            case MAGMA -> ofImages(MagmaFolder.open(existing(path)), config, style);
            case WEBDATASET -> ofImages(WebDatasetShards.open(path), config, style);
            case TEXT -> TextSource.read(existing(path));
            case QA -> QaRows.read(existing(path), types(config), style);
        };
    }

    private static SampleSource ofImages(AnnotatedImages images, SourceConfig config, TextStyle style) {
        return switch (config.content()) {
            case CAPTIONS -> new CaptionSource(images, style);
            case QUESTIONS -> QuestionSource.of(images, types(config), style);
        };
    }

    /** Which types of questions a source keeps. */
    static Predicate<String> types(SourceConfig config) {
        return type ->
                config.questionTypes().isEmpty() || config.questionTypes().contains(type);
    }

    private static String filter(SourceConfig config) {
        return config.questionTypes().isEmpty() ? "" : " of the types " + config.questionTypes();
    }

    private static Path existing(Path path) {
        if (!Files.exists(path)) {
            throw new DataException(path + ": no such file or folder");
        }
        return path;
    }
}
