package io.magma.multimodal;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an exported folder says of itself: {@code magma.json}.
 *
 * @param formatVersion version of the layout, {@value #VERSION}
 * @param step optimizer steps of the checkpoint it was made from
 * @param provenance what made the checkpoint
 * @param tensors number of tensors by part: {@code trainable}, {@code frozen}
 * @param trainableSha256 hash over names, types, shapes and bytes of the trained tensors and buffers
 * @param frozenSha256 the same of the frozen ones
 * @param probes what the model answered when it was exported
 * @param files every file the model is loaded from
 */
public record ModelManifest(
        int formatVersion,
        int step,
        Map<String, String> provenance,
        Map<String, Integer> tensors,
        String trainableSha256,
        String frozenSha256,
        List<Probe> probes,
        List<ModelFile> files) {
    /** Name of the file. */
    public static final String FILE_NAME = "magma.json";

    /** The layout that this version writes and reads. */
    public static final int VERSION = 1;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    public ModelManifest {
        provenance = new TreeMap<>(provenance);
        tensors = new TreeMap<>(tensors);
        probes = List.copyOf(probes);
        files = List.copyOf(files);
    }

    /** Whether a folder has one, that is, was exported. */
    public static boolean in(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE_NAME));
    }

    /**
     * Reads that of a folder.
     *
     * @throws ModelFolderException if it is unreadable or of another version
     */
    public static ModelManifest read(Path folder) {
        Path file = folder.resolve(FILE_NAME);
        ModelManifest manifest;
        try {
            manifest = JSON.readValue(file.toFile(), ModelManifest.class);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new ModelFolderException(file + ": cannot be read: " + reason, e);
        }
        if (manifest.formatVersion != VERSION) {
            throw new ModelFolderException(
                    file + ": format version " + manifest.formatVersion + ", this version of magma reads " + VERSION);
        }
        return manifest;
    }

    /** Writes it. */
    public void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(FILE_NAME), JSON.writeValueAsString(this) + "\n");
    }

    /**
     * Checks that all files are as they were when the model was exported.
     *
     * @param thorough whether to read files above 16 MiB too; otherwise only their size is compared
     * @throws ModelFolderException for the first file that is missing or has changed
     */
    public void check(Path folder, boolean thorough) {
        files.forEach(file -> file.check(folder, thorough));
    }
}
