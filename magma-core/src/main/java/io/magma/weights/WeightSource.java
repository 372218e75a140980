package io.magma.weights;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * Where modules take their tensors from while they are built.
 *
 * <p>A source decides whether tensors come from a file or are drawn, whether they are trained, and in which type they are held;
 * the module only knows names, shapes and start values. Problems (missing, misshaped, left over) are collected and reported
 * together once everything is built.
 */
public interface WeightSource {
    /**
     * Takes a tensor.
     *
     * @param name name below this source's prefix
     * @param init start values, used only by sources that draw them
     * @param shape expected shape
     * @return the tensor, owned by the source
     */
    NDArray take(String name, Initializer init, long... shape);

    /** Takes a tensor that is saved with the trained ones but never gets a gradient (batch-norm statistics). */
    NDArray takeBuffer(String name, Initializer init, long... shape);

    /**
     * Takes a matrix that maps hidden states, if this source holds such in 8 bits; otherwise {@link #take} gives it.
     *
     * @param transposed whether the file has it as (in, out)
     * @return the matrix, owned by the source
     */
    default Optional<Int8Matrix> takeInt8(String name, int out, int in, boolean transposed) {
        return Optional.empty();
    }

    /** Whether a tensor of this name can be taken; sources that draw their values know no names and say {@code false}. */
    boolean has(String name);

    /** The same source below {@code prefix}, which is put before each name as it stands. */
    default WeightSource within(String prefix) {
        return new PrefixedSource(this, prefix);
    }

    /**
     * The same source below {@code prefix} for what block {@code number} of a decoder alone uses, all of whose blocks take tensors
     * of the same names and shapes. A source may keep these elsewhere until the block's turn.
     */
    default WeightSource block(int number, String prefix) {
        return within(prefix);
    }
}
