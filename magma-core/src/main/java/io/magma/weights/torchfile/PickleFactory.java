package io.magma.weights.torchfile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Makes the objects of a pickle out of the names that {@link PickleGlobal} allows. */
final class PickleFactory {
    private final StorageTable storages;
    private final Set<String> inert = new TreeSet<>();

    PickleFactory(StorageTable storages) {
        this.storages = storages;
    }

    /** Names of the classes whose objects were passed over. */
    Set<String> inert() {
        return inert;
    }

    /** The class of this name. */
    Object global(String module, String attribute) {
        return PickleGlobal.of(module, attribute)
                .orElseThrow(() -> storages.problem("holds " + module + "." + attribute
                        + ", which is not a tensor, container or plain value; it was not executed"));
    }

    /** What a call gives. */
    Object call(PickleGlobal global, List<Object> arguments) {
        return switch (global.kind()) {
            case TENSOR -> storages.tensor(arguments);
            case PARAMETER, ANNOTATED -> first(global, arguments);
            case DICTIONARY -> dictionary(global, arguments);
            case SEQUENCE -> sequence(global, arguments);
            case MODULE, INERT -> instance(global);
            case STORAGE -> throw storages.problem("calls " + global.name());
        };
    }

    /** A new object. */
    Object instance(PickleGlobal global) {
        return switch (global.kind()) {
            case MODULE -> new PickleObject(global.name(), true);
            case INERT -> {
                inert.add(global.name());
                yield new PickleObject(global.name(), false);
            }
            case DICTIONARY -> new LinkedHashMap<>();
            case TENSOR, PARAMETER, STORAGE, SEQUENCE, ANNOTATED ->
                throw storages.problem("makes an object of " + global.name());
        };
    }

    /** Gives an object its attributes. Those of tensors and dictionaries ({@code _metadata} of a state dict) hold nothing needed. */
    @SuppressWarnings("unchecked")
    void build(Object target, Object state) {
        if (target instanceof PickleObject object) {
            if (state instanceof Map<?, ?> attributes) {
                object.attributes((Map<Object, Object>) attributes);
            }
        } else if (!(target instanceof Map<?, ?> || target instanceof TorchTensor)) {
            throw storages.problem("gives attributes to something that has none");
        }
    }

    /** The storage that a persistent id names. */
    Object persistent(Object id) {
        return storages.storage(id);
    }

    private Object first(PickleGlobal global, List<Object> arguments) {
        if (arguments.isEmpty()) {
            throw storages.problem("calls " + global.name() + " without arguments");
        }
        return arguments.get(0);
    }

    private Map<Object, Object> dictionary(PickleGlobal global, List<Object> arguments) {
        Map<Object, Object> map = new LinkedHashMap<>();
        if (!arguments.isEmpty()) {
            for (Object pair : elements(global, arguments)) {
                List<Object> both = elements(global, List.of(pair));
                if (both.size() != 2 || !(both.get(0) instanceof String key)) {
                    throw storages.problem(global.name() + " is not made of named values");
                }
                map.put(key, both.get(1));
            }
        }
        return map;
    }

    private PickleTuple sequence(PickleGlobal global, List<Object> arguments) {
        return new PickleTuple(arguments.isEmpty() ? List.of() : elements(global, arguments));
    }

    @SuppressWarnings("unchecked")
    private List<Object> elements(PickleGlobal global, List<Object> arguments) {
        Object only = first(global, arguments);
        if (only instanceof PickleTuple tuple) {
            return tuple.items();
        }
        if (only instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw storages.problem("calls " + global.name() + " with something that is no sequence");
    }
}
