package io.magma.inference;

import ai.djl.ndarray.BaseNDManager;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Field;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;

/** Looks into DJL's books. */
final class NativeArrays {
    private NativeArrays() {}

    /** All arrays of a manager and of the managers below it. */
    static Set<NDArray> below(NDManager manager) {
        Set<NDArray> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(manager, arrays);
        return arrays;
    }

    private static void collect(NDManager manager, Set<NDArray> arrays) {
        try {
            Field field = BaseNDManager.class.getDeclaredField("resources");
            field.setAccessible(true);
            for (Object resource : ((Map<?, ?>) field.get(manager)).values()) {
                if (resource instanceof NDArray array) {
                    arrays.add(array);
                } else if (resource instanceof NDManager below) {
                    collect(below, arrays);
                }
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("DJL keeps its books differently", e);
        }
    }
}
