package io.magma.lm;

import io.magma.lm.DecoderConfig.Residual;
import io.magma.nn.Attention;
import io.magma.nn.Linear;
import io.magma.nn.Mlp;
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
 * GPT-NeoX and Pythia: partial rotary positions, query/key/value fused head by head, parallel residual with two norms.
 *
 * @see <a href="https://arxiv.org/abs/2204.06745">Black et al. 2022</a>
 */
final class GptNeoX implements Architecture {
    private static final Initializer WEIGHT = Initializer.normal(0.02);
    private static final Pattern LEFTOVER =
            Pattern.compile("gpt_neox\\.layers\\.\\d+\\.attention\\.(bias|masked_bias|rotary_emb\\.inv_freq)");

    @Override
    public String modelType() {
        return "gpt_neox";
    }

    @Override
    public DecoderConfig config(ModelJson json) {
        json.refuse("attention_bias", false);
        int d = json.integer("hidden_size");
        int heads = json.integer("num_attention_heads");
        RotaryJson rope = new RotaryJson(json);
        int headDim = d / heads;
        int rotary = (int) (headDim * rope.partialFactor("rotary_pct", 0.25));
        return new DecoderConfig(
                modelType(),
                d,
                json.integer("num_hidden_layers"),
                heads,
                heads,
                headDim,
                json.integer("intermediate_size"),
                json.integer("vocab_size"),
                json.integer("max_position_embeddings"),
                json.number("layer_norm_eps", 1e-5),
                Optional.of(new RotaryConfig(rotary, rope.theta("rotary_emb_base"), false, rope.scaling())),
                json.activation("hidden_act", "gelu"),
                json.flag("use_parallel_residual", true) ? Residual.PARALLEL : Residual.SERIAL,
                json.flag("tie_word_embeddings", false),
                json.eosId());
    }

    @Override
    public DecoderParts build(WeightSource weights, DecoderConfig c, Sublayer.Wrapper wrapper) {
        WeightSource w = weights.within("gpt_neox.");
        int d = c.hiddenSize();
        var tokens = w.take("embed_in.weight", WEIGHT, c.vocabSize(), d);
        var blocks = IntStream.range(0, c.layers())
                .mapToObj(i -> block(w.block(i, "layers." + i + "."), c, i, wrapper))
                .toList();
        Norm last = Norm.takeLayer(w, "final_layer_norm", d, c.normEps());
        Linear head = c.tiedHead()
                ? new Linear(tokens, Optional.empty())
                : Linear.takeHead(weights, "embed_out", d, c.vocabSize(), false, WEIGHT);
        return new DecoderParts(tokens, Optional.empty(), blocks, last, head);
    }

    private static DecoderBlock block(WeightSource w, DecoderConfig c, int layer, Sublayer.Wrapper wrapper) {
        int d = c.hiddenSize();
        Norm first = Norm.takeLayer(w, "input_layernorm", d, c.normEps());
        Norm second = Norm.takeLayer(w, "post_attention_layernorm", d, c.normEps());
        Linear qkv = Linear.take(w, "attention.query_key_value", d, 3 * d, WEIGHT);
        Linear out = Linear.take(w, "attention.dense", d, d, WEIGHT);
        Linear up = Linear.take(w, "mlp.dense_h_to_4h", d, c.intermediateSize(), WEIGHT);
        Linear down = Linear.take(w, "mlp.dense_4h_to_h", c.intermediateSize(), d, WEIGHT);
        Sublayer attention = new Attention(layer, new QkvProjection.PerHead(qkv, c.headDim()), out, 1);
        return new DecoderBlock(
                first,
                second,
                wrapper.wrap(layer, Location.ATTENTION, attention),
                wrapper.wrap(layer, Location.MLP, new Mlp(up, c.activation(), down)),
                c.residual());
    }

    @Override
    public boolean ignores(String name) {
        return LEFTOVER.matcher(name).matches();
    }
}
