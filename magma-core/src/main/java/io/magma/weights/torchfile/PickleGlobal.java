package io.magma.weights.torchfile;

import io.magma.torch.Dtype;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A class or function that a pickle may name: the allow-list.
 *
 * @param name module and name with a dot between
 * @param kind what is made of it
 * @param dtype element type of a storage class
 */
record PickleGlobal(String name, Kind kind, Optional<Dtype> dtype) {
    /** What a name stands for. */
    enum Kind {
        /** {@code _rebuild_tensor_v2}: a view of a storage. */
        TENSOR,
        /** {@code _rebuild_parameter}: the tensor that is its first argument. */
        PARAMETER,
        /** A typed storage, named in persistent ids only. */
        STORAGE,
        /** A dictionary. */
        DICTIONARY,
        /** A sequence made of one sequence: {@code torch.Size}, sets, TorchScript's typed lists. */
        SEQUENCE,
        /** A value with a type annotation, which is dropped. */
        ANNOTATED,
        /** A class of a TorchScript archive. */
        MODULE,
        /** A value that training frameworks leave in checkpoints and no tensor depends on; only its name is kept. */
        INERT
    }

    private static final Map<String, Dtype> STORAGES = Map.of(
            "torch.HalfStorage", Dtype.FLOAT16,
            "torch.BFloat16Storage", Dtype.BFLOAT16,
            "torch.FloatStorage", Dtype.FLOAT32,
            "torch.DoubleStorage", Dtype.FLOAT64,
            "torch.LongStorage", Dtype.INT64,
            "torch.IntStorage", Dtype.INT32,
            "torch.ShortStorage", Dtype.INT16,
            "torch.CharStorage", Dtype.INT8,
            "torch.ByteStorage", Dtype.UINT8,
            "torch.BoolStorage", Dtype.BOOL);

    private static final Map<String, Kind> KINDS = Map.ofEntries(
            Map.entry("torch._utils._rebuild_tensor_v2", Kind.TENSOR),
            Map.entry("torch._utils._rebuild_parameter", Kind.PARAMETER),
            Map.entry("collections.OrderedDict", Kind.DICTIONARY),
            Map.entry("torch.Size", Kind.SEQUENCE),
            Map.entry("__builtin__.set", Kind.SEQUENCE),
            Map.entry("builtins.set", Kind.SEQUENCE),
            Map.entry("torch.jit._pickle.build_intlist", Kind.SEQUENCE),
            Map.entry("torch.jit._pickle.build_doublelist", Kind.SEQUENCE),
            Map.entry("torch.jit._pickle.build_boollist", Kind.SEQUENCE),
            Map.entry("torch.jit._pickle.build_tensorlist", Kind.SEQUENCE),
            Map.entry("torch.jit._pickle.restore_type_tag", Kind.ANNOTATED));

    /** DeepSpeed's loss scalers, the command line that training programs save, numpy scalars, and torch's types and devices. */
    private static final Set<String> INERT = Set.of(
            "deepspeed.runtime.fp16.loss_scaler.LossScaler",
            "deepspeed.runtime.fp16.loss_scaler.DynamicLossScaler",
            "argparse.Namespace",
            "numpy.core.multiarray.scalar",
            "numpy._core.multiarray.scalar",
            "numpy.dtype",
            "_codecs.encode",
            "torch.device",
            "torch.torch_version.TorchVersion",
            "torch.float16",
            "torch.bfloat16",
            "torch.float32",
            "torch.float64",
            "torch.half",
            "torch.float");

    private static final String SCRIPTED = "__torch__.";

    /** What a name stands for; empty if it is not allowed. */
    static Optional<PickleGlobal> of(String module, String attribute) {
        String name = module + "." + attribute;
        Dtype dtype = STORAGES.get(name);
        if (dtype != null) {
            return Optional.of(new PickleGlobal(name, Kind.STORAGE, Optional.of(dtype)));
        }
        Kind kind = KINDS.get(name);
        if (kind == null && INERT.contains(name)) {
            kind = Kind.INERT;
        } else if (kind == null && name.startsWith(SCRIPTED)) {
            kind = Kind.MODULE;
        }
        return Optional.ofNullable(kind).map(k -> new PickleGlobal(name, k, Optional.empty()));
    }
}
