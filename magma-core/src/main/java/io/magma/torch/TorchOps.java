package io.magma.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Tensor operators that DJL's binding lacks, run by libtorch from a TorchScript module written by Java.
 *
 * <p>All take part in autograd when {@link Autograd} has it on. A result belongs to the manager of the first argument, so
 * the activation always comes first. They accept bfloat16 arrays, which many DJL calls do not.
 *
 * <p>Shape legend: B batch, T tokens, D hidden, H heads, K head dim, V vocabulary, C channels.
 */
public final class TorchOps {
    /** Queries up to which attention in half precision is computed by products, see {@link #causalAttention}. */
    public static final int MOST_TOKENS_BY_PRODUCTS = 256;

    private TorchOps() {}

    /** Casts {@code x}; the same array if it has that type already. Differentiable. */
    public static NDArray cast(NDArray x, Dtype dtype) {
        return switch (dtype) {
            case FLOAT32 -> OpsModule.call("to_float32", x);
            case FLOAT16 -> OpsModule.call("to_float16", x);
            case BFLOAT16 -> OpsModule.call("to_bfloat16", x);
            case BOOL, UINT8, INT8, INT16, INT32, INT64, FLOAT64 ->
                throw new IllegalArgumentException("cast to " + dtype + " is not a model type");
        };
    }

    /** Element type of {@code x}, also where DJL has no name for it. */
    public static Dtype dtype(NDArray x) {
        return switch (x.getDataType()) {
            case BOOLEAN -> Dtype.BOOL;
            case UINT8 -> Dtype.UINT8;
            case INT8 -> Dtype.INT8;
            case INT32 -> Dtype.INT32;
            case INT64 -> Dtype.INT64;
            case FLOAT16 -> Dtype.FLOAT16;
            case FLOAT32 -> Dtype.FLOAT32;
            case FLOAT64 -> Dtype.FLOAT64;
            default -> {
                try (IValue code = OpsModule.run("dtype_of", IValue.from((PtNDArray) x))) {
                    yield Dtype.ofTorchCode((int) code.toLong());
                }
            }
        };
    }

    /** Casts {@code x} to the type and device of {@code like}. Differentiable. */
    public static NDArray castLike(NDArray like, NDArray x) {
        return like.getDataType() == x.getDataType() && like.getDevice().equals(x.getDevice())
                ? x
                : OpsModule.call("cast_like", like, x);
    }

    /** A dense copy of {@code x} in row-major order. */
    public static NDArray contiguous(NDArray x) {
        return OpsModule.call("contiguous", x);
    }

    /** Zeros of the shape, type and device of {@code x}. */
    public static NDArray zerosLike(NDArray x) {
        return OpsModule.call("zeros_like", x);
    }

    /** Zeros of the shape and type of {@code x} on the device of {@code at}. */
    public static NDArray zerosAt(NDArray at, NDArray x) {
        return OpsModule.call("zeros_at", at, x);
    }

    /** View of {@code length} entries of dimension {@code dim} from {@code start}. */
    public static NDArray narrow(NDArray x, int dim, long start, long length) {
        return OpsModule.call(
                "narrow", x, OpsModule.constant((long) dim), OpsModule.constant(start), OpsModule.constant(length));
    }

    /** Puts one trained token (D) before each row of (B, N, D): (B, 1 + N, D). */
    public static NDArray prependToken(NDArray x, NDArray token) {
        return OpsModule.call("prepend_token", x, token);
    }

    /** {@code a} followed by {@code b}, cast to the type of {@code a}, along {@code dim}. */
    public static NDArray concat(NDArray a, NDArray b, int dim) {
        return OpsModule.call("concat", a, b, OpsModule.constant((long) dim));
    }

    /** Zeros of shape (a, b, c, d) with the type and device of {@code like}. */
    public static NDArray zeros(NDArray like, long a, long b, long c, long d) {
        return OpsModule.call(
                "zeros4",
                like,
                OpsModule.constant(a),
                OpsModule.constant(b),
                OpsModule.constant(c),
                OpsModule.constant(d));
    }

    /** (B, T, H * K) to (B, H, T, K). */
    public static NDArray splitHeads(NDArray x, int headDim) {
        return OpsModule.call("split_heads", x, OpsModule.constant((long) headDim));
    }

    /** (B, T, 3 * H * K), all queries, then all keys, then all values, to three of (B, H, T, K). */
    public static NDList splitQkv(NDArray x, int headDim) {
        return OpsModule.callAll("split_qkv", x, OpsModule.constant((long) headDim));
    }

    /** (B, H, T, K) to (B, T, H * K). */
    public static NDArray mergeHeads(NDArray x) {
        return OpsModule.call("merge_heads", x);
    }

    /**
     * Writes new tokens into stores of keys and values, without autograd, and gives views of all up to them.
     *
     * @param keys store (B, H, capacity, K)
     * @param values store (B, H, capacity, K)
     * @param key (B, H, T, K)
     * @param value (B, H, T, K)
     * @param start place of the first new token
     * @return keys and values (B, H, start + T, K), attached to the manager of the stores
     */
    public static NDList appendTokens(NDArray keys, NDArray values, NDArray key, NDArray value, long start) {
        return OpsModule.callAll("append_tokens", keys, values, key, value, OpsModule.constant(start));
    }

    /**
     * Maps a file as one flat tensor: private, copy on write, paged in lazily.
     *
     * @param count elements to map from the start of the file
     * @return shape (count), attached to {@code manager}
     */
    public static NDArray fromFile(NDManager manager, Path file, long count, Dtype dtype) {
        // Not through runMethod: it runs in inference mode, and autograd refuses to save such tensors. A path cannot be
        // an
        // argument of the other way, so it travels as the codes of its bytes.
        byte[] bytes = file.toString().getBytes(StandardCharsets.UTF_8);
        long[] codes = new long[bytes.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = bytes[i] & 0xff;
        }
        try (NDArray path = manager.create(codes);
                NDArray elements = manager.create(count)) {
            return OpsModule.call("from_file", path, elements, OpsModule.constant((long) dtype.torchCode()));
        }
    }

    /**
     * Causal attention of equally long queries and keys: all (B, H, T, K).
     *
     * <p>libtorch's fused operator, but for up to {@value #MOST_TOKENS_BY_PRODUCTS} queries in bfloat16 or float16 on a CPU while autograd records: its way
     * back takes five times as long there as matrix products and a softmax (measured with libtorch 2.7.1, 65 tokens).
     */
    public static NDArray causalAttention(NDArray query, NDArray key, NDArray value) {
        return OpsModule.call("attention_causal", query, key, value);
    }

    /**
     * Attention over all keys: query (B, H, T, K), key and value (B, H, S, K).
     *
     * <p>Computed as {@link #causalAttention} is.
     */
    public static NDArray attention(NDArray query, NDArray key, NDArray value) {
        return OpsModule.call("attention_full", query, key, value);
    }

    /** Attention with an additive mask that broadcasts to (B, H, T, S); minus infinity hides a key. */
    public static NDArray attention(NDArray query, NDArray key, NDArray value, NDArray mask) {
        return OpsModule.call("attention_masked", query, key, value, mask);
    }

    /** Repeats each key or value head {@code times} times: (B, H, T, K) to (B, H * times, T, K). */
    public static NDArray repeatHeads(NDArray x, int times) {
        return times == 1 ? x : OpsModule.call("repeat_heads", x, OpsModule.constant((long) times));
    }

    /** Rotary embedding that pairs dimension i with i + R/2 (GPT-NeoX, LLaMA); x (B, H, T, K), tables (…, T, R). */
    public static NDArray rotateHalf(NDArray x, NDArray cos, NDArray sin) {
        return OpsModule.call("rotate_half", x, cos, sin);
    }

    /** Rotary embedding that pairs neighbouring dimensions (GPT-J); x (B, H, T, K), tables (…, T, R). */
    public static NDArray rotateInterleaved(NDArray x, NDArray cos, NDArray sin) {
        return OpsModule.call("rotate_interleaved", x, cos, sin);
    }

    /** Root-mean-square norm over the last dimension, computed in float32 as transformers' LlamaRMSNorm does. */
    public static NDArray rmsNorm(NDArray x, NDArray weight, double eps) {
        return OpsModule.call("rms_norm", x, weight, OpsModule.constant(eps));
    }

    /** Layer norm over the last dimension. */
    public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double eps) {
        return OpsModule.call("layer_norm", x, weight, bias, OpsModule.constant(eps));
    }

    /** {@code x · weightᵀ + bias}; weight (out, in), bias (out). */
    public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return OpsModule.call("linear", x, weight, bias);
    }

    /**
     * {@code x · weightᵀ}; weight (out, in).
     *
     * <p>The next token of one text, (1, 1, in) of bfloat16 without autograd, is multiplied as a vector on CPUs, which takes half
     * the time with the weight of a head.
     */
    public static NDArray linear(NDArray x, NDArray weight) {
        return OpsModule.call("linear_unbiased", x, weight);
    }

    /** Exact GELU. */
    public static NDArray gelu(NDArray x) {
        return OpsModule.call("gelu", x);
    }

    /** GELU in its tanh approximation (GPT-2's {@code gelu_new}). */
    public static NDArray geluTanh(NDArray x) {
        return OpsModule.call("gelu_tanh", x);
    }

    /** {@code x · sigmoid(1.702 x)}, CLIP's activation. */
    public static NDArray quickGelu(NDArray x) {
        return OpsModule.call("quick_gelu", x);
    }

    /** {@code x · sigmoid(x)}. */
    public static NDArray silu(NDArray x) {
        return OpsModule.call("silu", x);
    }

    /** {@code max(x, 0)}. */
    public static NDArray relu(NDArray x) {
        return OpsModule.call("relu", x);
    }

    /** Rows of {@code weight} (V, D) at {@code ids} (…), attached to the manager of {@code ids}: (…, D). */
    public static NDArray embedding(NDArray ids, NDArray weight) {
        return OpsModule.call("embedding", ids, weight);
    }

    /** Rows of {@code x} (N, …) at {@code rows} (M): (M, …). */
    public static NDArray selectRows(NDArray x, NDArray rows) {
        return OpsModule.call("select_rows", x, rows);
    }

    /** Log-softmax over the last dimension, in float32. */
    public static NDArray logSoftmax(NDArray x) {
        return OpsModule.call("log_softmax", x);
    }

    /**
     * The best continuations of beams: highest sums of a beam's score and the log-probability of a token.
     *
     * @param logits (N * beams, V) in float32
     * @param scores (N * beams) in float32
     * @param count how many of each group of beams; at most beams * V
     * @return (2, N, count) in float64: sums in descending order, and {@code beam * V + token} of each
     */
    public static NDArray beamCandidates(NDArray logits, NDArray scores, int beams, int count) {
        return OpsModule.call(
                "beam_candidates", logits, scores, OpsModule.constant((long) beams), OpsModule.constant((long) count));
    }

    /** Rows divided by their Euclidean norm, in float32; x (…, D). */
    public static NDArray normalizeRows(NDArray x) {
        return OpsModule.call("normalize_rows", x);
    }

    /** Mean over positions in float32: (B, N, C) to (B, C). */
    public static NDArray meanPositions(NDArray x) {
        return OpsModule.call("mean_positions", x);
    }

    /** Mean over the positions whose {@code mask} (B, T) is 1, not 0, in float32: (B, T, D) to (B, D). */
    public static NDArray maskedMean(NDArray x, NDArray mask) {
        return OpsModule.call("masked_mean", x, mask);
    }

    /**
     * {@code up · relu(down · x + downBias) + upBias} with the float32 masters cast to the type of {@code x}.
     *
     * <p>Of next tokens, (B, 1, D) with B up to 16, without autograd, {@code x} is cast to theirs instead: casting the masters would
     * take longer than the products.
     */
    public static NDArray bottleneck(NDArray x, NDArray down, NDArray downBias, NDArray up, NDArray upBias) {
        return OpsModule.call("bottleneck", x, down, downBias, up, upBias);
    }

    /** Zeroes elements with probability {@code rate} and scales the rest; drawn from libtorch's generator. */
    public static NDArray dropout(NDArray x, double rate) {
        return OpsModule.call("dropout", x, OpsModule.constant(rate));
    }

    /** Whether no element is NaN or infinite. */
    public static boolean allFinite(NDArray x) {
        try (NDArray all = OpsModule.call("all_finite", x)) {
            return all.getBoolean();
        }
    }

    /** Overwrites {@code target} with {@code source}, without autograd. */
    public static void copyInto(NDArray target, NDArray source) {
        OpsModule.run("copy_into", IValue.from((PtNDArray) target), IValue.from((PtNDArray) source))
                .close();
    }

    /**
     * Copies runs of tokens between rows, without autograd.
     *
     * @param target (B, H, T, K)
     * @param source (N, H, S, K)
     * @param moves five numbers a run: row and first token in {@code target}, row and first token in {@code source}, tokens
     */
    public static void copyTokens(NDArray target, NDArray source, long[] moves) {
        OpsModule.run(
                        "copy_tokens",
                        IValue.from((PtNDArray) target),
                        IValue.from((PtNDArray) source),
                        IValue.listFrom(moves))
                .close();
    }

    /** Lowers the elements of {@code x} that are above {@code bound}, in place and without autograd. */
    public static void clampMax(NDArray x, double bound) {
        Autograd.frozen(() -> {
            OpsModule.run("clamp_max", IValue.from((PtNDArray) x), IValue.from(bound))
                    .close();
            return x;
        });
    }
}
