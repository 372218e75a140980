package io.magma.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes a configuration key on the record component that holds it, for the loader and for the generated documents.
 *
 * <p>Without {@code required} and {@code fallback} an absent key is an empty optional, an empty list or a section of
 * defaults, by the component's type.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
    /** What the key means, with its unit. */
    String value();

    /** Which values are accepted, beyond what the type says. */
    String range() default "";

    /** Whether the key must be given. */
    boolean required() default false;

    /** Value of an absent key as it would be written, one element for each of a list; a variant's name for a variant. */
    String[] fallback() default {};
}
