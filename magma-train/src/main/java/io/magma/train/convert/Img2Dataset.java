package io.magma.train.convert;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.config.ConfigException;
import io.magma.train.data.DataException;
import io.magma.train.data.FileBytes;
import io.magma.train.data.TarIndex;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What img2dataset writes with {@code --output_format files} or {@code webdataset}: folders {@code 00000} or shards {@code
 * 00000.tar} of {@code KEY.jpg|png|webp}, {@code KEY.txt} and {@code KEY.json}. What it could not download is counted from {@code
 * 00000_stats.json}. Its {@code parquet} output, which holds the pictures in columns, is refused.
 *
 * @see <a href="https://github.com/rom1504/img2dataset#output-format">img2dataset, output format</a>
 */
record Img2Dataset(Path root) implements AnnotationReader {
    private static final List<String> PICTURES = List.of("jpg", "jpeg", "png", "webp");
    private static final Set<String> NO_FACTS =
            Set.of("caption", "status", "error_message", "exif", "md5", "sha256", "sha512");

    Img2Dataset(ConversionInputs inputs) {
        this(inputs.imageFolder().root());
    }

    @Override
    public void read(SampleCollector out) {
        List<Path> entries = list(root);
        List<Path> shards =
                entries.stream().filter(e -> e.toString().endsWith(".tar")).toList();
        List<Path> folders = entries.stream()
                .filter(e ->
                        Files.isDirectory(e) && !String.valueOf(e.getFileName()).startsWith("."))
                .toList();
        if (shards.isEmpty() && folders.isEmpty()) {
            boolean parquet = entries.stream().anyMatch(e -> e.toString().endsWith(".parquet"));
            throw new ConfigException(root
                    + (parquet
                            ? ": holds only parquet, which is not read; let img2dataset write --output_format webdataset or files"
                            : ": holds neither *.tar nor folders of img2dataset"));
        }
        shards.forEach(shard -> group(shard.getFileName() + "!", TarIndex.read(shard), out));
        folders.forEach(folder -> group(
                folder.getFileName() + "/",
                list(folder).stream()
                        .filter(Files::isRegularFile)
                        .map(Img2Dataset::file)
                        .toList(),
                out));
        entries.stream().filter(e -> e.toString().endsWith("_stats.json")).forEach(stats -> failures(stats, out));
    }

    private static FileBytes file(Path file) {
        return new FileBytes(String.valueOf(file.getFileName()), file, 0, FileBytes.TO_END);
    }

    private static void group(String prefix, List<FileBytes> files, SampleCollector out) {
        Map<String, Map<String, FileBytes>> keys = new LinkedHashMap<>();
        for (FileBytes file : files) {
            int dot = file.name().indexOf('.', file.name().lastIndexOf('/') + 1);
            if (dot > 0) {
                FileBytes named = new FileBytes(prefix + file.name(), file.file(), file.offset(), file.length());
                keys.computeIfAbsent(file.name().substring(0, dot), key -> new LinkedHashMap<>())
                        .put(file.name().substring(dot + 1).toLowerCase(Locale.ROOT), named);
            }
        }
        keys.forEach((key, parts) -> sample(parts, out));
    }

    private static void sample(Map<String, FileBytes> parts, SampleCollector out) {
        Optional<FileBytes> image =
                PICTURES.stream().filter(parts::containsKey).findFirst().map(parts::get);
        if (image.isEmpty()) {
            out.leaveOut("keys without a picture");
            return;
        }
        Optional<Element> json =
                Optional.ofNullable(parts.get("json")).map(part -> JsonElements.element(text(part), part.name()));
        Optional<String> caption = Optional.ofNullable(parts.get("txt"))
                .map(Img2Dataset::text)
                .or(() -> json.filter(j -> j.has("caption")).map(j -> j.text("caption")));
        if (caption.isEmpty()) {
            out.leaveOut("pictures without a caption");
            return;
        }
        out.caption(image.get(), caption.get());
        json.ifPresent(facts -> out.of(image.get()).addFacts(facts, NO_FACTS));
    }

    private static String text(FileBytes part) {
        return new String(part.read(), StandardCharsets.UTF_8);
    }

    private static void failures(Path stats, SampleCollector out) {
        JsonNode counts =
                JsonElements.element(text(file(stats)), stats.toString()).json();
        out.leaveOut("failed downloads", counts.path("failed_to_download").asLong());
        out.leaveOut("failed resizes", counts.path("failed_to_resize").asLong());
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new DataException(folder + ": cannot be listed: " + e.getMessage(), e);
        }
    }
}
