package io.magma.weights.torchfile;

import java.util.LinkedHashMap;
import java.util.Map;

/** An object of which only its class's name and its attributes are known: a TorchScript module, or a value nobody needs. */
final class PickleObject {
    private final String className;
    private final boolean module;
    private Map<Object, Object> attributes = new LinkedHashMap<>();

    /**
     * An object without attributes.
     *
     * @param module whether it is a TorchScript module, whose attributes hold tensors
     */
    PickleObject(String className, boolean module) {
        this.className = className;
        this.module = module;
    }

    String className() {
        return className;
    }

    boolean isModule() {
        return module;
    }

    Map<Object, Object> attributes() {
        return attributes;
    }

    void attributes(Map<Object, Object> state) {
        attributes = state;
    }
}
