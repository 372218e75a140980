/**
 * What a run will need of the memory, worked out from shapes before any weight is loaded.
 *
 * <p>One class a part; each gives the formula of what autograd or the loop keeps, and why. Shapes use the legend of {@code
 * io.magma.nn}; e is the number of bytes of an element.
 */
package io.magma.train.memory;
