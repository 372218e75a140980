package io.magma.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The weights of one model as they lie on disk: one safetensors file, or several behind an index. */
public final class WeightFiles {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";

    private final Path location;
    private final Map<String, SafetensorsHeader> files;
    private final Map<String, TensorInfo> tensors;

    private WeightFiles(Path location, Map<String, SafetensorsHeader> files) {
        this.location = location;
        this.files = files;
        Map<String, TensorInfo> union = new LinkedHashMap<>();
        files.forEach((name, header) -> union.put(
                name,
                header.tensor(name)
                        .orElseThrow(() -> new WeightsException(
                                location,
                                "tensor '" + name + "' is not in "
                                        + header.file().getFileName()))));
        this.tensors = Collections.unmodifiableMap(union);
    }

    /**
     * Opens a Hugging Face model folder, a single safetensors file or an index file.
     *
     * @throws WeightsException if there are no safetensors, a shard is missing, or a file is malformed
     */
    public static WeightFiles open(Path path) {
        if (Files.isDirectory(path)) {
            if (Files.exists(path.resolve(SINGLE))) {
                return single(path.resolve(SINGLE));
            }
            if (Files.exists(path.resolve(INDEX))) {
                return sharded(path.resolve(INDEX));
            }
            if (Files.exists(path.resolve("pytorch_model.bin"))
                    || Files.exists(path.resolve("pytorch_model.bin.index.json"))) {
                throw new WeightsException(
                        path,
                        "has only pytorch_model.bin; convert it to " + SINGLE + " (pickled weights are not read)");
            }
            throw new WeightsException(path, "has neither " + SINGLE + " nor " + INDEX);
        }
        if (!Files.exists(path)) {
            throw new WeightsException(path, "no such file or folder");
        }
        return path.toString().endsWith(".json") ? sharded(path) : single(path);
    }

    /** The file, or the index of the files. */
    public Path location() {
        return location;
    }

    /** All tensors by name; offsets are those of the file that holds them. */
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    /** Whether there is a tensor of this name. */
    public boolean has(String name) {
        return tensors.containsKey(name);
    }

    /** The file that holds this tensor. */
    public Optional<Path> fileOf(String name) {
        return Optional.ofNullable(files.get(name)).map(SafetensorsHeader::file);
    }

    /** All safetensors files, each once. */
    public List<Path> files() {
        return files.values().stream().map(SafetensorsHeader::file).distinct().toList();
    }

    private static WeightFiles single(Path file) {
        SafetensorsHeader header = Safetensors.readHeader(file);
        Map<String, SafetensorsHeader> files = new LinkedHashMap<>();
        header.tensors().keySet().forEach(name -> files.put(name, header));
        return new WeightFiles(file, files);
    }

    private static WeightFiles sharded(Path index) {
        Map<String, String> map = ShardIndex.read(index);
        Map<String, SafetensorsHeader> shards = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String shard : map.values()) {
            Path file = index.resolveSibling(shard);
            if (!Files.exists(file)) {
                if (!missing.contains(shard)) {
                    missing.add(shard);
                }
            } else if (!shards.containsKey(shard)) {
                shards.put(shard, Safetensors.readHeader(file));
            }
        }
        if (!missing.isEmpty()) {
            throw new WeightsException(index, "missing shard " + String.join(", ", missing));
        }
        Map<String, SafetensorsHeader> files = new LinkedHashMap<>();
        // A shard may hold tensors that the index does not list; the index decides where both know a name.
        shards.values().forEach(shard -> shard.tensors().keySet().forEach(name -> files.put(name, shard)));
        map.forEach((name, shard) -> files.put(name, shards.get(shard)));
        return new WeightFiles(index, files);
    }
}
