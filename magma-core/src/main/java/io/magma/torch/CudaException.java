package io.magma.torch;

/** The CUDA driver refused something. */
public final class CudaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what was refused and why. */
    public CudaException(String message) {
        super(message);
    }
}
