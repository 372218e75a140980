package io.magma.lm;

import io.magma.lm.DecoderConfig.Residual;
import io.magma.nn.Attention;
import io.magma.nn.GatedMlp;
import io.magma.nn.Linear;
import io.magma.nn.Norm;
import io.magma.nn.QkvProjection;
import io.magma.nn.Sublayer;
import io.magma.nn.Sublayer.Location;
import io.magma.weights.Initializer;
import io.magma.weights.WeightSource;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * LLaMA and Qwen2: RMS norms, rotary positions, grouped key/value heads, gated MLP; Qwen2 has biases on query, key and value.
 *
 * @see <a href="https://arxiv.org/abs/2302.13971">Touvron et al. 2023</a>
 * @see <a href="https://arxiv.org/abs/2407.10671">Yang et al. 2024</a>
 */
final class Llama implements Architecture {
    private static final Initializer WEIGHT = Initializer.normal(0.02);
    private static final Pattern LEFTOVER =
            Pattern.compile("model\\.layers\\.\\d+\\.self_attn\\.rotary_emb\\.inv_freq|lm_head\\.weight");

    private final String modelType;

    Llama(String modelType) {
        this.modelType = modelType;
    }

    @Override
    public String modelType() {
        return modelType;
    }

    @Override
    public DecoderConfig config(ModelJson json) {
        json.refuse("mlp_bias", true);
        json.refuse("attention_bias", true);
        json.refuse("use_sliding_window", true);
        int d = json.integer("hidden_size");
        int heads = json.integer("num_attention_heads");
        int headDim = json.integer("head_dim", d / heads);
        RotaryJson rope = new RotaryJson(json);
        return new DecoderConfig(
                modelType,
                d,
                json.integer("num_hidden_layers"),
                heads,
                json.integer("num_key_value_heads", heads),
                headDim,
                json.integer("intermediate_size"),
                json.integer("vocab_size"),
                json.integer("max_position_embeddings"),
                json.number("rms_norm_eps", 1e-6),
                Optional.of(new RotaryConfig(headDim, rope.theta("rope_theta"), false, rope.scaling())),
                json.activation("hidden_act", "silu"),
                Residual.SERIAL,
                json.flag("tie_word_embeddings", false),
                json.eosId());
    }

    @Override
    public DecoderParts build(WeightSource weights, DecoderConfig c, Sublayer.Wrapper wrapper) {
        WeightSource w = weights.within("model.");
        int d = c.hiddenSize();
        var tokens = w.take("embed_tokens.weight", WEIGHT, c.vocabSize(), d);
        var blocks = IntStream.range(0, c.layers())
                .mapToObj(i -> block(w.block(i, "layers." + i + "."), c, i, wrapper))
                .toList();
        Norm last = Norm.takeRms(w, "norm", d, c.normEps());
        Linear head = c.tiedHead()
                ? new Linear(tokens, Optional.empty())
                : Linear.takeHead(weights, "lm_head", d, c.vocabSize(), false, WEIGHT);
        return new DecoderParts(tokens, Optional.empty(), blocks, last, head);
    }

    private DecoderBlock block(WeightSource w, DecoderConfig c, int layer, Sublayer.Wrapper wrapper) {
        int d = c.hiddenSize();
        Norm first = Norm.takeRms(w, "input_layernorm", d, c.normEps());
        Norm second = Norm.takeRms(w, "post_attention_layernorm", d, c.normEps());
        QkvProjection qkv = new QkvProjection.Split(
                projection(w, "self_attn.q_proj", d, c.heads() * c.headDim()),
                projection(w, "self_attn.k_proj", d, c.kvHeads() * c.headDim()),
                projection(w, "self_attn.v_proj", d, c.kvHeads() * c.headDim()),
                c.headDim());
        Linear out = Linear.takeUnbiased(w, "self_attn.o_proj", c.heads() * c.headDim(), d, WEIGHT);
        GatedMlp mlp = new GatedMlp(
                Linear.takeUnbiased(w, "mlp.gate_proj", d, c.intermediateSize(), WEIGHT),
                Linear.takeUnbiased(w, "mlp.up_proj", d, c.intermediateSize(), WEIGHT),
                c.activation(),
                Linear.takeUnbiased(w, "mlp.down_proj", c.intermediateSize(), d, WEIGHT));
        Sublayer attention = new Attention(layer, qkv, out, c.heads() / c.kvHeads());
        return new DecoderBlock(
                first,
                second,
                wrapper.wrap(layer, Location.ATTENTION, attention),
                wrapper.wrap(layer, Location.MLP, mlp),
                c.residual());
    }

    private Linear projection(WeightSource w, String name, int in, int out) {
        return modelType.equals("qwen2")
                ? Linear.take(w, name, in, out, WEIGHT)
                : Linear.takeUnbiased(w, name, in, out, WEIGHT);
    }

    @Override
    public boolean ignores(String name) {
        return LEFTOVER.matcher(name).matches();
    }
}
