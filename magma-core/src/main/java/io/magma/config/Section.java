package io.magma.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;

/**
 * A configuration record as the loader sees it.
 *
 * @param type the record
 * @param keys its components, in order
 */
record Section(Class<?> type, List<Entry> keys) {
    /**
     * One component.
     *
     * @param name YAML name
     * @param component the record component
     * @param key its description
     */
    record Entry(String name, RecordComponent component, Key key) {
        Type type() {
            return component.getGenericType();
        }
    }

    static Section of(Class<?> record) {
        return new Section(
                record,
                Arrays.stream(record.getRecordComponents()).map(Section::entry).toList());
    }

    List<String> names() {
        return keys.stream().map(Entry::name).toList();
    }

    /**
     * Makes an instance.
     *
     * @throws ConfigException if the record rejects the values
     */
    Object instance(Object... values) {
        try {
            Class<?>[] parameters =
                    keys.stream().map(k -> k.component().getType()).toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ConfigException mistake) {
                throw mistake;
            }
            throw new IllegalStateException("cannot make a " + type.getName(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }

    /** Value of a component. */
    static Object value(Entry entry, Object record) {
        try {
            var accessor = entry.component().getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + entry.name() + " of " + record, e);
        }
    }

    private static Entry entry(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        if (key == null) {
            throw new IllegalStateException(component + " of " + component.getDeclaringRecord() + " has no @Key");
        }
        return new Entry(Names.snake(component.getName()), component, key);
    }
}
