package io.magma.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * Where a tensor's elements lie, for libraries that read and write them in place.
 *
 * <p>DJL tells the address of tensors on the CPU below 2 GiB only. Its handle, however, is a pointer to the {@code at::Tensor}
 * itself, and libtorch exports {@code at::TensorBase::mutable_data_ptr<float>()}, which answers for every device.
 */
public final class TensorMemory {
    private static final String LIBRARY = "libtorch_cpu.so";
    private static final String MUTABLE_DATA_PTR = "_ZNK2at10TensorBase16mutable_data_ptrIfEEPT_v";

    private TensorMemory() {}

    /**
     * Address of the first element, in the memory of the tensor's device; valid while the tensor lives.
     *
     * @throws IllegalArgumentException if the tensor is not float32
     */
    public static Pointer address(NDArray array) {
        // The function throws a C++ exception for other types, which would end the process.
        if (array.getDataType() != DataType.FLOAT32) {
            throw new IllegalArgumentException("expected float32, got " + array.getDataType());
        }
        long tensor = ((PtNDArray) array).getHandle();
        return Loaded.FUNCTION.invokePointer(new Object[] {new Pointer(tensor)});
    }

    /** Found when it is first asked for; the engine has loaded the library by then, and the linker knows it by its name. */
    private static final class Loaded {
        static final Function FUNCTION = NativeLibrary.getInstance(LIBRARY).getFunction(MUTABLE_DATA_PTR);
    }
}
