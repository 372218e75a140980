package io.magma.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.torch.Dtype;
import io.magma.torch.HostData;
import io.magma.torch.Scope;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Trained weights: float32 masters with gradients, and the buffers that are saved with them.
 *
 * <p>Start values come from a given state dict, else from the pretrained source of the part that a tensor belongs to, else
 * they are drawn. What is drawn depends on the seed and the tensor's name alone, never on the order of building.
 */
public final class TrainableWeights implements WeightSource {
    private final NDManager manager;
    private final long seed;
    private final Optional<StateDict> initial;
    private final WeightContents contents;
    private final TensorPlacement placement;
    private final WeightProblems problems;
    private final List<Fallback> fallbacks = new ArrayList<>();
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private final Map<String, NDArray> buffers = new LinkedHashMap<>();

    /** Draws all start values that no fallback provides. */
    public TrainableWeights(NDManager manager, long seed) {
        this(manager, seed, Optional.empty());
    }

    /**
     * Starts from {@code initial} if there is one.
     *
     * @param manager owns the tensors and says on which device they live; lives as long as the model
     * @param seed seed of the drawn values
     * @param initial start values of every parameter; buffers it lacks come from the fallbacks or initializers
     */
    public TrainableWeights(NDManager manager, long seed, Optional<StateDict> initial) {
        this(manager, seed, initial, WeightContents.VALUES);
    }

    /**
     * Starts from {@code initial} if there is one, or says only what would be trained.
     *
     * @param manager owns the tensors and says on which device they live; lives as long as the model
     * @param seed seed of the drawn values
     * @param initial start values of every parameter; buffers it lacks come from the fallbacks or initializers
     * @param contents whether tensors have values; without, {@code initial} may be {@linkplain StateDict#shapes shapes} as well
     */
    public TrainableWeights(NDManager manager, long seed, Optional<StateDict> initial, WeightContents contents) {
        this.manager = manager;
        this.contents = contents;
        this.seed = seed;
        this.initial = initial;
        this.placement = new TensorPlacement(manager, Dtype.FLOAT32);
        this.problems = new WeightProblems(initial.map(StateDict::origin).orElse(Path.of("initial values")));
    }

    /**
     * Lets tensors whose names start with {@code prefix} begin as the tensors of {@code pretrained}, which is asked for the rest
     * of the name. It is asked for all of them even when initial values win, so it can check itself for completeness.
     */
    public TrainableWeights withFallback(String prefix, WeightSource pretrained) {
        fallbacks.add(new Fallback(prefix, pretrained));
        return this;
    }

    @Override
    public NDArray take(String name, Initializer init, long... shape) {
        return taken(parameters, name, init, new Shape(shape), true);
    }

    @Override
    public NDArray takeBuffer(String name, Initializer init, long... shape) {
        return taken(buffers, name, init, new Shape(shape), false);
    }

    /** Whether the pretrained source of this part has it; what is drawn has no names of its own. */
    @Override
    public boolean has(String name) {
        return fallbackOf(name)
                .map(fallback -> fallback.source.has(fallback.below(name)))
                .orElse(false);
    }

    /** Whether the tensors have values. */
    public WeightContents contents() {
        return contents;
    }

    /** The tensors that are trained, in the order they were taken. */
    public Map<String, NDArray> parameters() {
        return Collections.unmodifiableMap(parameters);
    }

    /** The tensors that are saved but not trained, in the order they were taken. */
    public Map<String, NDArray> buffers() {
        return Collections.unmodifiableMap(buffers);
    }

    /** Parameters and buffers: what a checkpoint holds. */
    public StateDict stateDict() {
        Map<String, NDArray> all = new LinkedHashMap<>(parameters);
        all.putAll(buffers);
        return new StateDict(Path.of("trainable weights"), all);
    }

    /**
     * Checks that the initial values, if any were given, fit what was taken exactly.
     *
     * @param ignorable names that may be left over
     * @throws WeightsException listing everything that is missing, unexpected or misshaped
     */
    public void requireComplete(Predicate<String> ignorable) {
        List<String> unexpected = initial.stream()
                .flatMap(state -> state.names().stream())
                .filter(name -> !parameters.containsKey(name) && !buffers.containsKey(name) && !ignorable.test(name))
                .toList();
        problems.throwIfAny(unexpected);
    }

    /** Checks that the initial values, if any were given, fit what was taken exactly. */
    public void requireComplete() {
        requireComplete(name -> false);
    }

    private NDArray taken(Map<String, NDArray> into, String name, Initializer init, Shape shape, boolean trained) {
        NDArray before = into.get(name);
        if (before != null) {
            if (!before.getShape().equals(shape)) {
                throw new IllegalArgumentException(
                        name + " was taken as " + before.getShape() + " and then as " + shape);
            }
            return before;
        }
        NDArray tensor = startValues(name, init, shape, trained);
        if (trained) {
            tensor.setRequiresGradient(true);
        }
        into.put(name, tensor);
        return tensor;
    }

    private NDArray startValues(String name, Initializer init, Shape shape, boolean required) {
        Optional<NDArray> pretrained =
                fallbackOf(name).map(fallback -> fallback.source.take(fallback.below(name), init, shape.getShape()));
        Optional<NDArray> given = initial.flatMap(state -> state.get(name));
        if (given.isPresent() && !given.get().getShape().equals(shape)) {
            problems.misshaped(name, given.get().getShape().toString(), shape);
            given = Optional.empty();
        } else if (given.isEmpty() && initial.isPresent() && required) {
            problems.missing(name);
        }
        if (contents == WeightContents.SHAPES) {
            return placement.placeholder(shape);
        }
        return given.or(() -> pretrained).map(placement::copied).orElseGet(() -> drawn(name, init, shape));
    }

    private Optional<Fallback> fallbackOf(String name) {
        return fallbacks.stream()
                .filter(fallback -> name.startsWith(fallback.prefix))
                .findFirst();
    }

    private NDArray drawn(String name, Initializer init, Shape shape) {
        float[] values = new float[Math.toIntExact(shape.size())];
        init.fill(values, shape.getShape(), new SplittableRandom(mix(seed, name)));
        NDArray tensor = HostData.floats(manager, values, shape.getShape());
        Scope.release(tensor);
        return tensor;
    }

    // FNV-1a over the name, spread by SplitMix64's finalizer, so that neighbouring seeds and similar names differ
    // widely.
    private static long mix(long seed, String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash += seed * 0x9e3779b97f4a7c15L;
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        return hash ^ (hash >>> 31);
    }

    private record Fallback(String prefix, WeightSource source) {
        String below(String name) {
            return name.substring(prefix.length());
        }
    }
}
