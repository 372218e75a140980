package io.magma.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.config.FrozenDtype;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

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
    private final Dtype dtype;
    private final WeightContents contents;
    private final TensorPlacement placement;
    private final UnaryOperator<NDArray> arriving;
    private final WeightProblems problems;
    private final boolean int8;
    private final Map<Path, SafetensorsFile> opened;
    private final Map<String, NDArray> taken;

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
        this(files, manager, dtype, contents, false);
    }

    private LoadedWeights(WeightFiles files, NDManager manager, Dtype dtype, WeightContents contents, boolean int8) {
        this.int8 = int8;
        this.files = files;
        this.manager = manager;
        this.dtype = dtype;
        this.contents = contents;
        this.placement = new TensorPlacement(manager, dtype);
        this.arriving = UnaryOperator.identity();
        this.problems = new WeightProblems(files.location());
        this.opened = new LinkedHashMap<>();
        this.taken = new LinkedHashMap<>();
    }

    private LoadedWeights(LoadedWeights other, NDManager manager, UnaryOperator<NDArray> arriving) {
        this.int8 = other.int8;
        this.files = other.files;
        this.manager = manager;
        this.dtype = other.dtype;
        this.contents = other.contents;
        this.placement = new TensorPlacement(manager, dtype);
        this.arriving = arriving;
        this.problems = other.problems;
        this.opened = other.opened;
        this.taken = other.taken;
    }

    /**
     * The same weights for the device of another manager. What is taken from either counts as taken from both.
     *
     * @param elsewhere owns the tensors and says on which device they live; lives as long as the model
     * @param arriving may put what is on that device somewhere else still, and closes it then
     */
    public LoadedWeights on(NDManager elsewhere, UnaryOperator<NDArray> arriving) {
        return new LoadedWeights(this, elsewhere, arriving);
    }

    /** Takes frozen weights from {@code files} in a configured type; of int8, what maps hidden states is 8 bits, the rest bfloat16. */
    public static LoadedWeights frozen(
            WeightFiles files, NDManager manager, FrozenDtype dtype, WeightContents contents) {
        return new LoadedWeights(files, manager, Dtype.of(dtype), contents, dtype == FrozenDtype.INT8);
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

    /**
     * {@inheritDoc}
     *
     * <p>It is rounded here, from the numbers of the file; {@link #taken} has its scales under {@code name_scale}.
     *
     * @throws WeightsException if some number of it is not finite
     */
    @Override
    public Optional<Int8Matrix> takeInt8(String name, int out, int in, boolean transposed) {
        Shape expected = transposed ? new Shape(in, out) : new Shape(out, in);
        if (!int8 || !fits(name, expected)) {
            return Optional.empty();
        }
        Int8Matrix matrix =
                contents == WeightContents.SHAPES ? placement.int8Placeholder(out, in) : rounded(name, transposed);
        taken.put(name, matrix.values());
        taken.put(name + "_scale", matrix.scales());
        return Optional.of(matrix);
    }

    private Int8Matrix rounded(String name, boolean transposed) {
        Int8Matrix matrix = placement.quantized(open(name).tensor(name), transposed);
        if (!TorchOps.allFinite(matrix.scales())) {
            throw new WeightsException(
                    files.fileOf(name).orElseThrow(), "tensor '" + name + "' is not finite, which int8 cannot hold");
        }
        return new Int8Matrix(arriving.apply(matrix.values()), arriving.apply(matrix.scales()));
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
        if (fits(name, expected) && contents == WeightContents.SHAPES) {
            return placement.placeholder(expected);
        }
        if (fits(name, expected)) {
            return arriving.apply(placement.moved(open(name).tensor(name)));
        }
        TensorInfo info = files.tensors().get(name);
        if (info == null) {
            problems.missing(name);
        } else {
            String type = info.shape().equals(expected) ? info.dtype().tag() + " " : "";
            problems.misshaped(name, type + info.shape(), expected);
        }
        return placement.placeholder(expected);
    }

    private boolean fits(String name, Shape expected) {
        TensorInfo info = files.tensors().get(name);
        return info != null && info.shape().equals(expected) && info.dtype().isFloat();
    }

    private SafetensorsFile open(String name) {
        Path file = files.fileOf(name).orElseThrow();
        return opened.computeIfAbsent(file, f -> SafetensorsFile.open(f, manager));
    }
}
