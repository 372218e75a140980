package io.magma.train.convert;

import io.magma.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a data set lies and what of it is taken; which of these a format needs is in {@link ConversionFormat}.
 *
 * @param annotations annotation files
 * @param questions files of questions
 * @param images folder of the pictures
 * @param splits splits to take; empty means all
 * @param language language to take; empty means all
 * @param imageColumn column or key of the picture
 * @param captionColumn column or key of the caption
 * @param prompt question to ask where the data set has only labels
 */
public record ConversionInputs(
        List<Path> annotations,
        List<Path> questions,
        Optional<Path> images,
        Set<String> splits,
        Optional<String> language,
        Optional<String> imageColumn,
        Optional<String> captionColumn,
        Optional<String> prompt) {

    /**
     * Checks that every file is there.
     *
     * @throws ConfigException if one is not
     */
    public ConversionInputs {
        annotations = List.copyOf(annotations);
        questions = List.copyOf(questions);
        splits = Set.copyOf(splits);
        Stream.concat(annotations.stream(), questions.stream())
                .filter(file -> !Files.isRegularFile(file))
                .findFirst()
                .ifPresent(file -> {
                    throw new ConfigException(file + ": no such file");
                });
    }

    /** Only annotation files and a folder of pictures. */
    public static ConversionInputs of(List<Path> annotations, Path images) {
        return new ConversionInputs(
                annotations,
                List.of(),
                Optional.of(images),
                Set.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The pictures. */
    ImageFolder imageFolder() {
        return new ImageFolder(images.orElseThrow());
    }

    /** What is given. */
    Set<ConversionInput> given() {
        Set<ConversionInput> given = EnumSet.noneOf(ConversionInput.class);
        add(given, !annotations.isEmpty(), ConversionInput.ANNOTATIONS);
        add(given, !questions.isEmpty(), ConversionInput.QUESTIONS);
        add(given, images.isPresent(), ConversionInput.IMAGES);
        add(given, !splits.isEmpty(), ConversionInput.SPLIT);
        add(given, language.isPresent(), ConversionInput.LANGUAGE);
        add(given, imageColumn.isPresent(), ConversionInput.IMAGE_COLUMN);
        add(given, captionColumn.isPresent(), ConversionInput.CAPTION_COLUMN);
        add(given, prompt.isPresent(), ConversionInput.PROMPT);
        return given;
    }

    private static void add(Set<ConversionInput> given, boolean is, ConversionInput input) {
        if (is) {
            given.add(input);
        }
    }
}
