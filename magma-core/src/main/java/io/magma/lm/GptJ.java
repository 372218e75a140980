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
 * GPT-J: interleaved rotary positions, attention and MLP in parallel behind one norm, a head with a bias.
 *
 * @see <a href="https://github.com/kingoflolz/mesh-transformer-jax">Wang and Komatsuzaki 2021</a>
 */
final class GptJ implements Architecture {
    private static final Initializer WEIGHT = Initializer.normal(0.02);
    private static final Pattern LEFTOVER =
            Pattern.compile("transformer\\.h\\.\\d+\\.attn\\.(bias|masked_bias|embed_positions|rotary_emb\\.inv_freq)");

    @Override
    public String modelType() {
        return "gptj";
    }

    @Override
    public DecoderConfig config(ModelJson json) {
        int d = json.integer("n_embd");
        int heads = json.integer("n_head");
        int rotary = json.integer("rotary_dim", d / heads);
        return new DecoderConfig(
                modelType(),
                d,
                json.integer("n_layer"),
                heads,
                heads,
                d / heads,
                json.integer("n_inner", 4 * d),
                json.integer("vocab_size"),
                json.integer("n_positions"),
                json.number("layer_norm_epsilon", 1e-5),
                Optional.of(new RotaryConfig(rotary, 10_000, true, Optional.empty())),
                json.activation("activation_function", "gelu_new"),
                Residual.PARALLEL_SHARED_NORM,
                json.flag("tie_word_embeddings", false),
                json.eosId());
    }

    @Override
    public DecoderParts build(WeightSource weights, DecoderConfig c, Sublayer.Wrapper wrapper) {
        WeightSource w = weights.within("transformer.");
        int d = c.hiddenSize();
        var tokens = w.take("wte.weight", WEIGHT, c.vocabSize(), d);
        var blocks = IntStream.range(0, c.layers())
                .mapToObj(i -> block(w.block(i, "h." + i + "."), c, i, wrapper))
                .toList();
        Norm last = Norm.takeLayer(w, "ln_f", d, c.normEps());
        Linear head = c.tiedHead()
                ? new Linear(tokens, Optional.of(weights.take("lm_head.bias", Initializer.ZEROS, c.vocabSize())))
                : Linear.takeHead(weights, "lm_head", d, c.vocabSize(), true, WEIGHT);
        return new DecoderParts(tokens, Optional.empty(), blocks, last, head);
    }

    private static DecoderBlock block(WeightSource w, DecoderConfig c, int layer, Sublayer.Wrapper wrapper) {
        int d = c.hiddenSize();
        Norm norm = Norm.takeLayer(w, "ln_1", d, c.normEps());
        QkvProjection qkv = new QkvProjection.Split(
                Linear.takeUnbiased(w, "attn.q_proj", d, d, WEIGHT),
                Linear.takeUnbiased(w, "attn.k_proj", d, d, WEIGHT),
                Linear.takeUnbiased(w, "attn.v_proj", d, d, WEIGHT),
                c.headDim());
        Linear out = Linear.takeUnbiased(w, "attn.out_proj", d, d, WEIGHT);
        Linear up = Linear.take(w, "mlp.fc_in", d, c.intermediateSize(), WEIGHT);
        Linear down = Linear.take(w, "mlp.fc_out", c.intermediateSize(), d, WEIGHT);
        return new DecoderBlock(
                norm,
                norm,
                wrapper.wrap(layer, Location.ATTENTION, new Attention(layer, qkv, out, 1)),
                wrapper.wrap(layer, Location.MLP, new Mlp(up, c.activation(), down)),
                c.residual());
    }

    @Override
    public boolean ignores(String name) {
        return LEFTOVER.matcher(name).matches();
    }
}
