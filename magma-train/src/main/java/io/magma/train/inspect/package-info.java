/** Looks at data sets: what is in them, what is broken, what training makes of them. */
package io.magma.train.inspect;
