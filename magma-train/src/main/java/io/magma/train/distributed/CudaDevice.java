package io.magma.train.distributed;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * Makes a GPU the calling thread's current one, for libraries that ask CUDA for it.
 *
 * <p>libtorch sets the device around its own calls only. The driver's interface is used, since its library has one name
 * everywhere; the runtime's current device follows the current primary context.
 */
final class CudaDevice {
    private static final String LIBRARY = "libcuda.so.1";

    private CudaDevice() {}

    /** Makes GPU {@code ordinal} current. */
    static void makeCurrent(int ordinal) {
        makeCurrent(ordinal, NativeLibrary.getInstance(LIBRARY));
    }

    static void makeCurrent(int ordinal, NativeLibrary driver) {
        IntByReference device = new IntByReference();
        PointerByReference context = new PointerByReference();
        call(driver, "cuInit", 0);
        call(driver, "cuDeviceGet", device, ordinal);
        call(driver, "cuDevicePrimaryCtxRetain", context, device.getValue());
        Pointer primary = context.getValue();
        call(driver, "cuCtxSetCurrent", primary);
    }

    private static void call(NativeLibrary driver, String name, Object... arguments) {
        int code = driver.getFunction(name).invokeInt(arguments);
        if (code != 0) {
            throw new DistributedException(name + " failed with CUDA error " + code);
        }
    }
}
