package io.magma.torch;

import io.magma.config.ComputeDtype;
import io.magma.config.FrozenDtype;
import java.util.Arrays;
import java.util.Optional;

/**
 * Element type of a tensor, with its libtorch scalar-type code and its safetensors tag.
 *
 * <p>DJL has no name for {@link #BFLOAT16}; such arrays report {@code DataType.UNKNOWN} and must be cast through {@link
 * TorchOps}, never through {@code NDArray.toType}, which ends the process.
 */
public enum Dtype {
    BOOL(11, "BOOL", 1),
    UINT8(0, "U8", 1),
    INT8(1, "I8", 1),
    INT16(2, "I16", 2),
    INT32(3, "I32", 4),
    INT64(4, "I64", 8),
    FLOAT16(5, "F16", 2),
    BFLOAT16(15, "BF16", 2),
    FLOAT32(6, "F32", 4),
    FLOAT64(7, "F64", 8);

    private final int torchCode;
    private final String tag;
    private final int bytes;

    Dtype(int torchCode, String tag, int bytes) {
        this.torchCode = torchCode;
        this.tag = tag;
        this.bytes = bytes;
    }

    /** {@code c10::ScalarType} value. */
    public int torchCode() {
        return torchCode;
    }

    /** Name in a safetensors header. */
    public String tag() {
        return tag;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether elements are floating-point numbers. */
    public boolean isFloat() {
        return switch (this) {
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> true;
            case BOOL, UINT8, INT8, INT16, INT32, INT64 -> false;
        };
    }

    /** The type in which a frozen part computes and holds its weights, but for matrices that are held in 8 bits. */
    public static Dtype of(FrozenDtype configured) {
        return switch (configured) {
            case FLOAT32 -> FLOAT32;
            case BFLOAT16, INT8 -> BFLOAT16;
            case FLOAT16 -> FLOAT16;
        };
    }

    /** The type in which a trained part computes. */
    public static Dtype of(ComputeDtype configured) {
        return switch (configured) {
            case FLOAT32 -> FLOAT32;
            case BFLOAT16 -> BFLOAT16;
        };
    }

    /** The type with this safetensors tag, if it is one of ours. */
    public static Optional<Dtype> ofTag(String tag) {
        return Arrays.stream(values()).filter(d -> d.tag.equals(tag)).findFirst();
    }

    /**
     * The type with this {@code c10::ScalarType} value.
     *
     * @throws IllegalArgumentException if it is none of ours
     */
    public static Dtype ofTorchCode(int code) {
        return Arrays.stream(values())
                .filter(d -> d.torchCode == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no element type has libtorch code " + code));
    }
}
