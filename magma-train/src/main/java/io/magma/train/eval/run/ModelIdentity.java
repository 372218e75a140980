package io.magma.train.eval.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.multimodal.ModelFolder;
import io.magma.multimodal.ModelManifest;
import io.magma.weights.FileHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which model was evaluated.
 *
 * @param path as the user named it
 * @param sha256 hashes of the files that say what it is, by name: trained tensors, configuration, and the manifest or the
 *     state, which hold the hashes of the frozen tensors
 * @param provenance what made it, as far as its folder says
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ModelIdentity(String path, Map<String, String> sha256, Map<String, String> provenance) {
    private static final String STATE = "state.json";

    public ModelIdentity {
        sha256 = new TreeMap<>(sha256);
        provenance = new TreeMap<>(provenance);
    }

    /** A trained model, by its folder of files. */
    public static ModelIdentity of(String named, Path folder) {
        Map<String, String> hashes = new TreeMap<>();
        Map<String, String> provenance = new TreeMap<>();
        try {
            for (String name : List.of(ModelFolder.TRAINED, ModelFolder.CONFIG, ModelManifest.FILE_NAME, STATE)) {
                Path file = folder.resolve(name);
                if (Files.isRegularFile(file)) {
                    hashes.put(name, FileHash.sha256(file));
                }
            }
            for (String name : List.of(ModelManifest.FILE_NAME, STATE)) {
                if (hashes.containsKey(name)) {
                    JsonNode made = new ObjectMapper()
                            .readTree(folder.resolve(name).toFile())
                            .path("provenance");
                    made.properties()
                            .forEach(fact -> provenance.put(
                                    fact.getKey(), fact.getValue().asText()));
                }
            }
        } catch (IOException e) {
            throw new EvaluationException(folder, "cannot be read", e);
        }
        return new ModelIdentity(named, hashes, provenance);
    }

    /** A model that is not trained yet, by the file of its configuration. */
    public static ModelIdentity ofConfig(Path file) {
        try {
            return new ModelIdentity(file.toString(), Map.of(ModelFolder.CONFIG, FileHash.sha256(file)), Map.of());
        } catch (IOException e) {
            throw new EvaluationException(file, "cannot be read", e);
        }
    }
}
