package io.magma.train.convert;

import io.magma.train.data.FileBytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A table of pictures' paths and captions with a header; other columns are kept as metadata. Paths are relative to the folder of
 * pictures, or to the table's own folder if none is given.
 */
record CaptionTable(ConversionInputs inputs, char separator) implements AnnotationReader {

    @Override
    public void read(SampleCollector out) {
        String imageColumn = inputs.imageColumn().orElse("image");
        String captionColumn = inputs.captionColumn().orElse("caption");
        for (Path file : inputs.annotations()) {
            ImageFolder images = folder(inputs, file);
            Table.visit(file, separator, List.of(imageColumn, captionColumn), row -> {
                FileBytes image = images.find(row.get(imageColumn));
                out.caption(image, row.get(captionColumn));
                row.values().forEach((column, value) -> {
                    if (!column.equals(imageColumn) && !column.equals(captionColumn) && !value.isEmpty()) {
                        out.of(image).addFact(column, value);
                    }
                });
            });
        }
    }

    /** The folder that paths in a file are relative to. */
    static ImageFolder folder(ConversionInputs inputs, Path file) {
        return new ImageFolder(inputs.images()
                .or(() -> Optional.ofNullable(file.toAbsolutePath().getParent()))
                .orElseThrow());
    }
}
