package io.magma.train.imports;

import io.magma.weights.StreamedTensor;
import io.magma.weights.StreamedWeights;
import io.magma.weights.torchfile.TorchFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A published file of weights, open for reading.
 *
 * @param location file or folder
 * @param tensors all its tensors, without the prefix that training on several GPUs puts before them
 * @param scripted whether it is a TorchScript archive
 * @param notImported other values in the file
 * @param open what to close
 */
record TensorFile(
        Path location, Map<String, StreamedTensor> tensors, boolean scripted, List<String> notImported, Closeable open)
        implements Closeable {
    private static final String STATE_DICT = "state_dict";
    private static final String PARALLEL = "module.";
    private static final String SAFETENSORS = ".safetensors";

    /**
     * Opens safetensors by their ending, else what {@code torch.save} wrote: a state dict, or one within.
     *
     * @throws io.magma.weights.WeightsException if it cannot be read
     */
    static TensorFile open(Path file) {
        return String.valueOf(file.getFileName()).endsWith(SAFETENSORS) ? ofSafetensors(file) : ofTorch(file);
    }

    /**
     * Opens a safetensors file, or a folder of such.
     *
     * @throws io.magma.weights.WeightsException if it cannot be read
     */
    static TensorFile ofSafetensors(Path path) {
        StreamedWeights weights = StreamedWeights.open(path);
        return new TensorFile(path, weights.tensors(), false, List.of(), weights);
    }

    private static TensorFile ofTorch(Path path) {
        TorchFile file = TorchFile.open(path);
        Map<String, StreamedTensor> tensors =
                new LinkedHashMap<>(file.tensorsOf(STATE_DICT).orElseGet(file::tensors));
        List<String> rest = file.tensorsOf(STATE_DICT).isPresent()
                ? file.entries().stream().filter(e -> !e.equals(STATE_DICT)).toList()
                : List.of();
        if (!tensors.isEmpty() && tensors.keySet().stream().allMatch(key -> key.startsWith(PARALLEL))) {
            Map<String, StreamedTensor> unwrapped = new LinkedHashMap<>();
            tensors.forEach((key, tensor) -> unwrapped.put(key.substring(PARALLEL.length()), tensor));
            tensors = unwrapped;
        }
        return new TensorFile(path, tensors, file.isScripted(), rest, file);
    }

    @Override
    public void close() throws IOException {
        open.close();
    }
}
