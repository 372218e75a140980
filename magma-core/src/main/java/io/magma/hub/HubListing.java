package io.magma.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.magma.config.HubReference;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a repository holds at a revision.
 *
 * @param commit the commit, 40 hexadecimal digits
 * @param files all files that can be stored
 */
record HubListing(String commit, List<HubFile> files) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String COMMIT = "[0-9a-f]{40}";

    HubListing {
        files = List.copyOf(files);
    }

    /**
     * Reads the answer to {@code /api/models/NAME/revision/REVISION?blobs=true}.
     *
     * @throws HubException if it is no such answer
     * @throws IOException if it breaks off
     */
    static HubListing read(HubReference reference, InputStream body) throws IOException {
        byte[] bytes = body.readAllBytes();
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (IOException e) {
            throw new HubException(reference + ": the Hub's answer is not JSON", e);
        }
        String commit = root.path("sha").asText();
        if (!commit.matches(COMMIT) || !root.path("siblings").isArray()) {
            throw new HubException(reference + ": the Hub's answer names no commit or no files");
        }
        List<HubFile> files = new ArrayList<>();
        for (JsonNode file : root.path("siblings")) {
            String name = file.path("rfilename").asText();
            if (!HubFile.isStorable(name)) {
                continue; // and so it is not among the files of a model
            }
            JsonNode large = file.path("lfs").path("sha256");
            files.add(new HubFile(
                    name,
                    file.path("size").asLong(-1),
                    large.isTextual() ? large.asText() : file.path("blobId").asText()));
        }
        return new HubListing(commit, files);
    }

    Optional<HubFile> file(String name) {
        return files.stream().filter(file -> file.name().equals(name)).findFirst();
    }
}
