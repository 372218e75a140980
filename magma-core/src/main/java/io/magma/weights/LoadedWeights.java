package io.magma.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Frozen weights from safetensors files.
 *
 * <p>Where the file's type is the wanted one and the device is the CPU, a tensor is the mapped file itself; otherwise it is a
 * cast copy. Initializers are never used. Disagreements are recorded, a stand-in is handed out so that building goes on, and
 * {@link #requireComplete} reports them all.
 */
public final class LoadedWeights implements WeightSource {
    private final WeightFiles files;
    private final NDManager manager;
    private final WeightContents contents;
    private final TensorPlacement placement;
    private final WeightProblems problems;
    private final Map<Path, SafetensorsFile> opened = new LinkedHashMap<>();
    private final Map<String, NDArray> taken = new LinkedHashMap<>();

    /**
     * Takes weights from {@code files}.
     *
     * @param manager owns the tensors and says on which device they live; lives as long as the model
     * @param dtype type in which the model holds them: float32, bfloat16 or float16
     */
    public LoadedWeights(WeightFiles files, NDManager manager, Dtype dtype) {
        this(files, manager, dtype, WeightContents.VALUES);
    }

    /**
     * Takes weights from {@code files}, or no more than their headers say.
     *
     * @param manager owns the tensors and says on which device they live; lives as long as the model
     * @param dtype type in which the model holds them: float32, bfloat16 or float16
     * @param contents whether tensors have values
     */
    public LoadedWeights(WeightFiles files, NDManager manager, Dtype dtype, WeightContents contents) {
        this.files = files;
        this.manager = manager;
        this.contents = contents;
        this.placement = new TensorPlacement(manager, dtype);
        this.problems = new WeightProblems(files.location());
    }

    @Override
    public NDArray take(String name, Initializer init, long... shape) {
        Shape expected = new Shape(shape);
        NDArray before = taken.get(name);
        if (before != null) {
            if (!before.getShape().equals(expected)) {
                problems.misshaped(name, before.getShape().toString(), expected);
                return placement.placeholder(expected);
            }
            return before;
        }
        NDArray tensor = read(name, expected);
        taken.put(name, tensor);
        return tensor;
    }

    @Override
    public NDArray takeBuffer(String name, Initializer init, long... shape) {
        return take(name, init, shape);
    }

    @Override
    public boolean has(String name) {
        return files.has(name);
    }

    /** The files behind this source. */
    public WeightFiles files() {
        return files;
    }

    /** All tensors taken so far, in the order they were taken. */
    public Map<String, NDArray> taken() {
        return Collections.unmodifiableMap(taken);
    }

    /**
     * Checks that the file had every tensor that was taken, and no other.
     *
     * @param ignorable names the file may hold without anybody taking them
     * @throws WeightsException listing everything that is missing, unexpected or misshaped
     */
    public void requireComplete(Predicate<String> ignorable) {
        List<String> unexpected = files.tensors().keySet().stream()
                .filter(name -> !taken.containsKey(name) && !ignorable.test(name))
                .toList();
        problems.throwIfAny(unexpected);
    }

    /** Frees all that was taken but the tensors {@code inUse}, once others hold copies of the rest; the model keeps these alone. */
    public void release(Predicate<String> inUse) {
        taken.entrySet().removeIf(entry -> {
            boolean free = !inUse.test(entry.getKey());
            if (free) {
                entry.getValue().close();
            }
            return free;
        });
        opened.values().forEach(SafetensorsFile::close);
        opened.clear();
    }

    private NDArray read(String name, Shape expected) {
        TensorInfo info = files.tensors().get(name);
        if (info == null) {
            problems.missing(name);
            return placement.placeholder(expected);
        }
        if (!info.shape().equals(expected)) {
            problems.misshaped(name, info.shape().toString(), expected);
            return placement.placeholder(expected);
        }
        if (!info.dtype().isFloat()) {
            problems.misshaped(name, info.dtype().tag() + " " + info.shape(), expected);
            return placement.placeholder(expected);
        }
        return contents == WeightContents.SHAPES
                ? placement.placeholder(expected)
                : placement.moved(open(name).tensor(name));
    }

    private SafetensorsFile open(String name) {
        Path file = files.fileOf(name).orElseThrow();
        return opened.computeIfAbsent(file, f -> SafetensorsFile.open(f, manager));
    }
}
