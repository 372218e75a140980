package io.magma.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The loaded TorchScript module behind {@link TorchOps}: calls its methods by name, with or without autograd. */
final class OpsModule {
    private static final String ENGINE = "PyTorch";
    private static final OpsModule INSTANCE = new OpsModule();
    // Both settings belong to the calling thread in libtorch, so every thread sets them before its first call.
    private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> {
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(false);
        return Boolean.TRUE;
    });

    private final PtNDManager manager;
    private final PtSymbolBlock block;
    private final Map<String, NDArray> methods = new ConcurrentHashMap<>();
    private final Map<Number, NDArray> constants = new ConcurrentHashMap<>();

    private OpsModule() {
        System.setProperty("ai.djl.pytorch.graph_optimizer", "false");
        Engine.getEngine(ENGINE);
        manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), ENGINE);
        try (InputStream source = OpsModule.class.getResourceAsStream("ops.torchscript")) {
            if (source == null) {
                throw new IllegalStateException("ops.torchscript is missing from the class path");
            }
            String code = new String(source.readAllBytes(), StandardCharsets.UTF_8);
            block = JniUtils.loadModule(
                    manager, new ByteArrayInputStream(TorchScriptArchive.pack("Ops", code)), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prepares the calling thread: no graph specialisation, autograd off until {@link Autograd} turns it on. */
    static void prepareThread() {
        PREPARED.get();
    }

    /** Calls a method of tensors; recorded by autograd when it is on. The result belongs to the first input's manager. */
    static NDArray call(String method, NDArray... inputs) {
        return callAll(method, inputs).get(0);
    }

    /** Calls a method that gives several tensors. */
    static NDList callAll(String method, NDArray... inputs) {
        prepareThread();
        NDList list = new NDList(inputs.length + 1);
        for (NDArray input : inputs) {
            list.add(input);
        }
        list.add(INSTANCE.methods.computeIfAbsent(method, OpsModule::methodName));
        return IValueUtils.forward(INSTANCE.block, list, true);
    }

    /** Calls a method without autograd and closes its arguments. */
    static IValue run(String method, IValue... arguments) {
        prepareThread();
        IValue result = IValueUtils.runMethod(INSTANCE.block, method, arguments);
        for (IValue argument : arguments) {
            argument.close();
        }
        return result;
    }

    /** A cached scalar tensor for a number argument. */
    static NDArray constant(Number value) {
        return INSTANCE.constants.computeIfAbsent(
                value,
                v -> lasting(
                        v instanceof Double
                                ? INSTANCE.manager.create(v.doubleValue())
                                : INSTANCE.manager.create(v.longValue())));
    }

    // An extra array named "module_method:NAME" is how DJL lets a caller choose the method.
    private static NDArray methodName(String method) {
        NDArray name = INSTANCE.manager.create(0f);
        name.setName("module_method:" + method);
        return lasting(name);
    }

    // Made inside somebody's scope, but outlives it.
    private static NDArray lasting(NDArray array) {
        NDScope.unregister(array);
        return array;
    }
}
