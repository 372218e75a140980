package io.magma.train.eval.caption;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The file that the program SPICE reads: {@code [{"image_id": 1, "test": "...", "refs": ["...", ...]}, ...]}. */
public final class SpiceInput {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,17}");

    private SpiceInput() {}

    /** Writes it; identifiers that are numbers are written as such. */
    public static void write(Path file, List<CaptionedImage> images) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (CaptionedImage image : images) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("image_id", NUMBER.matcher(image.id()).matches() ? Long.valueOf(image.id()) : image.id());
            row.put("test", image.candidate());
            row.put("refs", image.references());
            rows.add(row);
        }
        JSON.writeValue(file.toFile(), rows);
    }
}
