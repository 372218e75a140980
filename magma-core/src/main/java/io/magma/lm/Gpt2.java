package io.magma.lm;

import ai.djl.ndarray.NDArray;
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
 * GPT-2: learned positions, fused query/key/value, serial residual, tied head.
 *
 * @see <a href="https://cdn.openai.com/better-language-models/language_models_are_unsupervised_multitask_learners.pdf">Radford
 *     et al. 2019</a>
 */
final class Gpt2 implements Architecture {
    private static final Initializer WEIGHT = Initializer.normal(0.02);
    private static final Pattern LEFTOVER =
            Pattern.compile("(transformer\\.)?h\\.\\d+\\.attn\\.(bias|masked_bias)|lm_head\\.weight");

    @Override
    public String modelType() {
        return "gpt2";
    }

    @Override
    public DecoderConfig config(ModelJson json) {
        json.refuse("scale_attn_by_inverse_layer_idx", true);
        json.refuse("scale_attn_weights", false);
        json.refuse("add_cross_attention", true);
        int d = json.integer("n_embd");
        int heads = json.integer("n_head");
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
                Optional.empty(),
                json.activation("activation_function", "gelu_new"),
                Residual.SERIAL,
                json.flag("tie_word_embeddings", true),
                json.eosId());
    }

    @Override
    public DecoderParts build(WeightSource weights, DecoderConfig c, Sublayer.Wrapper wrapper) {
        // The first published files lack the prefix.
        WeightSource w = weights.has("wte.weight") ? weights : weights.within("transformer.");
        int d = c.hiddenSize();
        NDArray tokens = w.take("wte.weight", WEIGHT, c.vocabSize(), d);
        NDArray positions = w.take("wpe.weight", WEIGHT, c.maxPositions(), d);
        var blocks = IntStream.range(0, c.layers())
                .mapToObj(i -> block(w.block(i, "h." + i + "."), c, i, wrapper))
                .toList();
        Linear head = c.tiedHead()
                ? new Linear(tokens, Optional.empty())
                : Linear.takeHead(weights, "lm_head", d, c.vocabSize(), false, WEIGHT);
        return new DecoderParts(
                tokens, Optional.of(positions), blocks, Norm.takeLayer(w, "ln_f", d, c.normEps()), head);
    }

    private static DecoderBlock block(WeightSource w, DecoderConfig c, int layer, Sublayer.Wrapper wrapper) {
        int d = c.hiddenSize();
        Initializer residual = Initializer.normal(0.02 / Math.sqrt(2.0 * c.layers()));
        Norm first = Norm.takeLayer(w, "ln_1", d, c.normEps());
        Linear qkv = Linear.takeTransposed(w, "attn.c_attn", d, 3 * d, WEIGHT);
        Linear out = Linear.takeTransposed(w, "attn.c_proj", d, d, residual);
        Norm second = Norm.takeLayer(w, "ln_2", d, c.normEps());
        Linear up = Linear.takeTransposed(w, "mlp.c_fc", d, c.intermediateSize(), WEIGHT);
        Linear down = Linear.takeTransposed(w, "mlp.c_proj", c.intermediateSize(), d, residual);
        Sublayer attention = new Attention(layer, new QkvProjection.Concatenated(qkv, c.headDim()), out, 1);
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
