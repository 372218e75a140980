package io.magma.weights;

import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tensors of safetensors files, to be streamed without mapping or loading them. */
public final class StreamedWeights implements Closeable {
    private final List<FileChannel> channels = new ArrayList<>();
    private final Map<String, StreamedTensor> tensors = new LinkedHashMap<>();

    private record Stored(FileRegion region, Dtype dtype, Shape shape) implements StreamedTensor {
        @Override
        public void stream(ByteSink sink) throws IOException {
            region.stream(0, region.bytes(), sink);
        }
    }

    private StreamedWeights() {}

    /**
     * Opens a folder, a single safetensors file or an index.
     *
     * @throws WeightsException if files are missing or malformed
     */
    public static StreamedWeights open(Path path) {
        WeightFiles files = WeightFiles.open(path);
        StreamedWeights weights = new StreamedWeights();
        try {
            weights.add(files);
            return weights;
        } catch (IOException e) {
            throw weights.closing(new WeightsException(path, "cannot be read: " + e.getMessage(), e));
        } catch (RuntimeException e) {
            throw weights.closing(e);
        }
    }

    private RuntimeException closing(RuntimeException failure) {
        try {
            close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    private void add(WeightFiles files) throws IOException {
        Map<Path, FileChannel> opened = new HashMap<>();
        Map<Path, Long> starts = new HashMap<>();
        for (Path file : files.files()) {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            channels.add(channel);
            opened.put(file, channel);
            starts.put(file, Safetensors.readHeader(file).dataStart());
        }
        files.tensors().forEach((name, info) -> {
            Path file = files.fileOf(name).orElseThrow();
            FileChannel channel = opened.get(file);
            if (channel == null) {
                throw new WeightsException(file, "was not opened");
            }
            FileRegion region =
                    new FileRegion(file, channel, starts.getOrDefault(file, 0L) + info.begin(), info.bytes());
            tensors.put(name, new Stored(region, info.dtype(), info.shape()));
        });
    }

    /** Tensors by name; they can be streamed until this is closed. */
    public Map<String, StreamedTensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : channels) {
            channel.close();
        }
    }
}
