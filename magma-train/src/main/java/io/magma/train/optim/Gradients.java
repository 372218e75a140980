package io.magma.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.magma.torch.Autograd;
import io.magma.torch.HostData;
import io.magma.torch.TensorLists;
import io.magma.train.distributed.Collective;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The accumulated gradients of a step, in place: what changes them here changes what the parameters hold.
 *
 * <p>A parameter that no loss has used yet has no gradient and is left out, as in PyTorch. Once used, it takes part in every
 * step, with zeros if need be.
 */
public final class Gradients implements AutoCloseable {
    private final NDManager manager;
    private final Map<String, NDArray> byName;

    private Gradients(NDManager manager, Map<String, NDArray> byName) {
        this.manager = manager;
        this.byName = byName;
    }

    /**
     * Sums the gradients over all processes, and with them the flag of {@code guard}, so that all of them take the step or none.
     *
     * <p>With several processes the host waits here for the device: it has to know which parameters the others used.
     */
    public static Gradients reduce(
            NDManager parent, Map<String, NDArray> parameters, UpdateGuard guard, Collective collective) {
        NDManager manager = parent.newSubManager();
        Map<String, NDArray> all = new LinkedHashMap<>();
        float[] used = new float[parameters.size()];
        boolean together = collective.size() > 1;
        int i = 0;
        for (Map.Entry<String, NDArray> entry : parameters.entrySet()) {
            NDArray parameter = entry.getValue();
            Optional<NDArray> gradient = Autograd.gradient(parameter);
            gradient.ifPresent(g -> g.attach(manager));
            used[i] = gradient.isPresent() ? 1 : 0;
            if (gradient.isPresent() || together) {
                all.put(entry.getKey(), gradient.orElseGet(() -> zeros(manager, parameter)));
            }
            i++;
        }
        if (together) {
            dropUnused(manager, all, used, guard, collective);
        }
        return new Gradients(manager, all);
    }

    // A parameter that one process used and another did not must be stepped on both.
    private static void dropUnused(
            NDManager manager, Map<String, NDArray> all, float[] used, UpdateGuard guard, Collective collective) {
        NDArray uses = HostData.floats(manager, used, used.length);
        List<NDArray> arrays = new ArrayList<>(all.values());
        arrays.add(uses);
        arrays.add(guard.skip());
        collective.allReduceSum(arrays);
        float[] total = uses.toFloatArray();
        int i = 0;
        for (String name : List.copyOf(all.keySet())) {
            if (total[i++] == 0) {
                all.remove(name);
            }
        }
    }

    private static NDArray zeros(NDManager manager, NDArray like) {
        return manager.zeros(like.getShape(), DataType.FLOAT32, like.getDevice());
    }

    /** Gradient of a parameter: the accumulated one, else, if it was used in an earlier step, zeros, else none. */
    Optional<NDArray> of(String name, NDArray parameter, boolean usedBefore) {
        NDArray gradient = byName.get(name);
        if (gradient == null && usedBefore) {
            gradient = zeros(manager, parameter);
        }
        return Optional.ofNullable(gradient);
    }

    /** All gradients there are. */
    public List<NDArray> arrays() {
        return List.copyOf(byName.values());
    }

    /**
     * Their norms, by the first word of the parameters' names; not finite where an element is not.
     *
     * @param owner takes the values
     */
    public DeviceNorms norms(NDManager owner) {
        Map<String, List<NDArray>> parts = new LinkedHashMap<>();
        byName.forEach((name, gradient) -> parts.computeIfAbsent(name.split("\\.", 2)[0], part -> new ArrayList<>())
                .add(gradient));
        return new DeviceNorms(List.copyOf(parts.keySet()), TensorLists.norms(owner, parts.values()));
    }

    /** Sets the gradients of all {@code parameters} to zero. */
    public static void zero(Iterable<NDArray> parameters) {
        for (NDArray parameter : parameters) {
            Autograd.gradient(parameter).ifPresent(gradient -> {
                gradient.close();
                Autograd.zeroGradient(parameter);
            });
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
