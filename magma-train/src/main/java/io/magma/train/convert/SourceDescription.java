package io.magma.train.convert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a conversion reads, for the manifest: files with their sizes, and what of them is taken. */
record SourceDescription(ConversionInputs inputs) {

    Map<String, Object> json() throws IOException {
        Map<String, Object> source = new LinkedHashMap<>();
        putFiles(source, "annotations", inputs.annotations());
        putFiles(source, "questions", inputs.questions());
        inputs.images().ifPresent(folder -> source.put("images", folder.toString()));
        if (!inputs.splits().isEmpty()) {
            source.put("split", inputs.splits().stream().sorted().toList());
        }
        inputs.language().ifPresent(language -> source.put("language", language));
        inputs.imageColumn().ifPresent(column -> source.put("image_column", column));
        inputs.captionColumn().ifPresent(column -> source.put("caption_column", column));
        inputs.prompt().ifPresent(prompt -> source.put("prompt", prompt));
        return source;
    }

    private static void putFiles(Map<String, Object> source, String name, List<Path> files) throws IOException {
        List<Map<String, Object>> described = new ArrayList<>();
        for (Path file : files) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("file", file.toString());
            one.put("bytes", Files.size(file));
            described.add(one);
        }
        if (!described.isEmpty()) {
            source.put(name, described);
        }
    }
}
