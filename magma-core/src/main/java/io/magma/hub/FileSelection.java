package io.magma.hub;

import io.magma.config.HubReference;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Picks the files of a repository that a model is loaded from. */
final class FileSelection {
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "model.safetensors";
    static final String INDEX = "model.safetensors.index.json";

    private static final List<String> DESCRIPTIONS = List.of(
            CONFIG,
            "generation_config.json",
            "preprocessor_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "vocab.json",
            "merges.txt");
    private static final Pattern SHARD = Pattern.compile("model-\\d+-of-\\d+\\.safetensors");
    private static final Pattern OTHER_WEIGHTS =
            Pattern.compile("[^/]*\\.(bin|pt|pth|ckpt|h5|msgpack|ot|gguf|onnx)(\\.index\\.json)?");

    private FileSelection() {}

    /**
     * Configuration, tokenizer, image processor and safetensors weights: one file, or shards with their index.
     *
     * @throws HubException if there is no configuration, or there are no weights in safetensors
     */
    static List<HubFile> ofModel(HubReference reference, HubListing listing) {
        if (listing.file(CONFIG).isEmpty()) {
            throw new HubException(reference + ": has no " + CONFIG + ", so it is no model that can be loaded");
        }
        List<HubFile> weights = new ArrayList<>();
        listing.file(WEIGHTS).ifPresent(weights::add);
        if (weights.isEmpty()) {
            listing.file(INDEX).ifPresent(index -> {
                weights.add(index);
                listing.files().stream()
                        .filter(file -> SHARD.matcher(file.name()).matches())
                        .forEach(weights::add);
            });
        }
        if (weights.isEmpty()) {
            String others = listing.files().stream()
                    .map(HubFile::name)
                    .filter(name -> OTHER_WEIGHTS.matcher(name).matches())
                    .collect(Collectors.joining(", "));
            throw new HubException(reference + ": has no safetensors weights"
                    + (others.isEmpty() ? "" : ", only " + others + ", which cannot be used"));
        }
        List<HubFile> files = new ArrayList<>();
        DESCRIPTIONS.forEach(name -> listing.file(name).ifPresent(files::add));
        files.addAll(weights);
        return files;
    }

    /**
     * Files by their names.
     *
     * @throws HubException if one is not there
     */
    static List<HubFile> named(HubReference reference, HubListing listing, List<String> names) {
        return names.stream()
                .map(name ->
                        listing.file(name).orElseThrow(() -> new HubException(reference + ": has no file " + name)))
                .toList();
    }
}
