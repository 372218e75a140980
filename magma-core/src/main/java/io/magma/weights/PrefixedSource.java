package io.magma.weights;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/** A view of another source below a prefix. */
record PrefixedSource(WeightSource source, String prefix) implements WeightSource {
    @Override
    public NDArray take(String name, Initializer init, long... shape) {
        return source.take(prefix + name, init, shape);
    }

    @Override
    public NDArray takeBuffer(String name, Initializer init, long... shape) {
        return source.takeBuffer(prefix + name, init, shape);
    }

    @Override
    public Optional<Int8Matrix> takeInt8(String name, int out, int in, boolean transposed) {
        return source.takeInt8(prefix + name, out, in, transposed);
    }

    @Override
    public boolean has(String name) {
        return source.has(prefix + name);
    }

    @Override
    public WeightSource within(String below) {
        return new PrefixedSource(source, prefix + below);
    }

    @Override
    public WeightSource block(int number, String below) {
        return source.block(number, prefix + below);
    }
}
