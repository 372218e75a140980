package io.magma.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/** Erasures and type arguments of components. */
final class Types {
    private Types() {}

    static Class<?> raw(Type type) {
        return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
    }

    /** The element type of a list or an optional. */
    static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    /** The type in an optional or a list, or the type itself. */
    static Class<?> content(Type type) {
        return raw(type instanceof ParameterizedType ? argument(type) : type);
    }

    static boolean isVariant(Class<?> type) {
        return type.isSealed() && type.isInterface();
    }
}
