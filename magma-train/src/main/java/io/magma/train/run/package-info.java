/** Puts a run together from its configuration and runs it. */
package io.magma.train.run;
