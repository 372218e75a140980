package io.magma.train.convert;

import io.magma.train.data.DataException;
import io.magma.train.data.FileBytes;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * WIT's tables, one row a picture on a Wikipedia page. The reference description and the alternative text become captions; the
 * attribution, which mixes languages and licences, is kept as metadata.
 *
 * <p>A picture's file has the name at the end of its address, as it stands or with its percent signs decoded.
 *
 * @see <a href="https://github.com/google-research-datasets/wit/blob/main/DATA.md">WIT, data fields</a>
 */
record WitCaptions(ImageFolder images, List<Path> files, Optional<String> language) implements AnnotationReader {
    private static final String URL = "image_url";
    private static final String REFERENCE = "caption_reference_description";
    private static final String ALTERNATIVE = "caption_alt_text_description";
    private static final String ATTRIBUTION = "caption_attribution_description";

    WitCaptions(ConversionInputs inputs) {
        this(inputs.imageFolder(), inputs.annotations(), inputs.language());
    }

    @Override
    public void read(SampleCollector out) {
        files.forEach(file -> Table.visit(file, '\t', List.of("language", URL, REFERENCE), row -> read(row, out)));
    }

    private void read(Table.Row row, SampleCollector out) {
        if (language.isPresent() && !language.get().equals(row.get("language"))) {
            out.leaveOut("rows of other languages");
            return;
        }
        if (row.get(REFERENCE).isBlank() && row.get(ALTERNATIVE).isBlank()) {
            out.leaveOut("rows without a caption");
            return;
        }
        String url = row.get(URL);
        String name = url.substring(url.lastIndexOf('/') + 1);
        FileBytes image = images.find(name, decoded(name, row));
        SourceSample sample = out.of(image);
        sample.addCaption(row.get(REFERENCE));
        sample.addCaption(row.get(ALTERNATIVE));
        for (String fact : List.of(URL, "page_url", "page_title", "section_title", "language", ATTRIBUTION)) {
            if (!row.get(fact).isBlank()) {
                sample.addFact(fact, row.get(fact));
            }
        }
    }

    private static String decoded(String name, Table.Row row) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new DataException(row.where() + ": image_url is malformed: " + e.getMessage(), e);
        }
    }
}
