package io.magma.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;

/**
 * Where a tensor's elements lie, for libraries that read and write them in place.
 *
 * <p>DJL tells the address of tensors on the CPU below 2 GiB only. Its handle, however, is a pointer to the {@code at::Tensor}
 * itself, and libtorch's C interface ({@code aoti_torch/c/shim.h}) answers for every type and device.
 */
public final class TensorMemory {
    private static final String LIBRARY = "libtorch_cpu.so";
    private static final String DATA_PTR = "aoti_torch_get_data_ptr";

    private TensorMemory() {}

    /**
     * Address of the first element, in the memory of the tensor's device; valid while the tensor lives.
     *
     * @throws IllegalArgumentException if the tensor is not float32, as which the callers read what lies there
     */
    public static Pointer address(NDArray array) {
        if (array.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("expected float32, got " + array.getDataType());
        }
        return firstByte(array);
    }

    /** Address of the first element, whatever its type; otherwise as {@link #address}. */
    public static Pointer firstByte(NDArray array) {
        PointerByReference data = new PointerByReference();
        int code = Loaded.FUNCTION.invokeInt(new Object[] {new Pointer(((PtNDArray) array).getHandle()), data});
        if (code != 0) {
            throw new IllegalStateException("libtorch does not tell where " + array.getShape() + " lies");
        }
        return data.getValue();
    }

    /** Found when it is first asked for; the engine has loaded the library by then, and the linker knows it by its name. */
    private static final class Loaded {
        static final Function FUNCTION = NativeLibrary.getInstance(LIBRARY).getFunction(DATA_PTR);
    }
}
