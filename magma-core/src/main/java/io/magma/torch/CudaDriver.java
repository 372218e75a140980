package io.magma.torch;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;

/**
 * The functions of the CUDA driver that are used beside libtorch ({@code cuda.h}, CUDA 11 and later).
 *
 * <p>The driver's interface is used and not the runtime's, since its library has one name everywhere; it shares contexts, streams
 * and events with the runtime that libtorch uses.
 */
public final class CudaDriver {
    /** The stream on which libtorch computes unless it is told otherwise. */
    public static final Pointer DEFAULT_STREAM = Pointer.NULL;

    private static final String LIBRARY = "libcuda.so.1";
    /** {@code CU_STREAM_NON_BLOCKING}: not ordered with the default stream but by events. */
    private static final int NON_BLOCKING = 1;
    /** {@code CU_EVENT_DISABLE_TIMING}. */
    private static final int WITHOUT_TIME = 2;
    /** {@code CU_MEMHOSTREGISTER_PORTABLE}: page-locked for every context. */
    private static final int PORTABLE = 1;

    private final NativeLibrary library;

    /** Calls a library that is loaded. */
    public CudaDriver(NativeLibrary library) {
        this.library = library;
    }

    /** Loads the driver; where there is a GPU, there is one. */
    public static CudaDriver load() {
        return new CudaDriver(NativeLibrary.getInstance(LIBRARY));
    }

    /**
     * Makes GPU {@code ordinal} the calling thread's current one, for libraries that ask CUDA for it; libtorch sets the device
     * around its own calls only.
     *
     * @return its primary context, which is libtorch's too
     */
    public Pointer makeCurrent(int ordinal) {
        IntByReference device = new IntByReference();
        call("cuInit", 0);
        call("cuDeviceGet", device, ordinal);
        Pointer context = made("cuDevicePrimaryCtxRetain", device.getValue());
        makeCurrent(context);
        return context;
    }

    /** Makes a context the calling thread's current one. */
    public void makeCurrent(Pointer context) {
        call("cuCtxSetCurrent", context);
    }

    /** A new stream of the current context, ordered with others by events only. */
    public Pointer newStream() {
        return made("cuStreamCreate", NON_BLOCKING);
    }

    /** Waits until a stream has done what was put on it, and frees it. */
    public void finish(Pointer stream) {
        call("cuStreamSynchronize", stream);
        call("cuStreamDestroy_v2", stream);
    }

    /** A new event. */
    public Pointer newEvent() {
        return made("cuEventCreate", WITHOUT_TIME);
    }

    /** Frees an event. */
    public void destroyEvent(Pointer event) {
        call("cuEventDestroy_v2", event);
    }

    /** Lets {@code event} happen when all is done that is on {@code stream} now. */
    public void record(Pointer event, Pointer stream) {
        call("cuEventRecord", event, stream);
    }

    /** Lets what is put on {@code stream} from now on wait for {@code event} as it was last recorded. */
    public void awaitOn(Pointer stream, Pointer event) {
        call("cuStreamWaitEvent", stream, event, 0);
    }

    /** Puts a copy from page-locked host memory to the device on a stream. */
    public void copyToDevice(Pointer device, Pointer host, long bytes, Pointer stream) {
        call("cuMemcpyHtoDAsync_v2", Pointer.nativeValue(device), host, bytes, stream);
    }

    /** Locks the pages of host memory, so that copies from it need no waiting; none of them may be locked already. */
    public void lockPages(Pointer host, long bytes) {
        call("cuMemHostRegister_v2", host, bytes, PORTABLE);
    }

    /** Takes back {@link #lockPages}. */
    public void unlockPages(Pointer host) {
        call("cuMemHostUnregister", host);
    }

    private Pointer made(String name, int argument) {
        PointerByReference made = new PointerByReference();
        call(name, made, argument);
        return made.getValue();
    }

    private void call(String name, Object... arguments) {
        int code = library.getFunction(name).invokeInt(arguments);
        if (code != 0) {
            throw new CudaException(name + " failed with CUDA error " + code + reason(code));
        }
    }

    private String reason(int code) {
        PointerByReference text = new PointerByReference();
        boolean known = library.getFunction("cuGetErrorString").invokeInt(new Object[] {code, text}) == 0;
        return known ? " (" + text.getValue().getString(0) + ")" : "";
    }
}
