package io.magma.train.imports;

import io.magma.config.AdaptersConfig;
import io.magma.weights.StreamedTensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The language model of a checkpoint of the reference implementation, and the adapters in it.
 *
 * <p>It is GPT-J under the names of a fork of transformers' GPT-Neo: {@code attn.attention.q_proj}, {@code mlp.c_fc}. The
 * token embedding gets rows of zeros up to those of the head, so that one vocabulary size serves both; no tokenizer has their
 * ids.
 *
 * @param shape shape of the model
 * @param adapters its adapters
 * @param frozen its tensors under Hugging Face's names
 * @param trained the adapters' tensors under this framework's names
 */
record LanguageModelKeys(
        GptJShape shape,
        AdaptersConfig adapters,
        Map<String, StreamedTensor> frozen,
        Map<String, StreamedTensor> trained) {
    private static final Map<String, String> BUFFERS = Map.of(
            "bias", "causal mask",
            "masked_bias", "value of masked scores",
            "scale_attn", "square root of a head's size",
            "sin", "rotary table",
            "cos", "rotary table");

    /** Takes everything below {@code lm.}. */
    static LanguageModelKeys take(KeyLedger keys) {
        String first = GptJShape.BLOCKS + "0.";
        int hidden = keys.size("lm.transformer.wte.weight", 1);
        AdapterKeys mlp = AdapterKeys.mlp(keys, first, hidden);
        AdapterKeys attention = AdapterKeys.attention(keys, first, hidden);
        GptJShape shape = GptJShape.of(keys, attention.inner(), mlp.inner());
        LanguageModelKeys model = new LanguageModelKeys(
                shape,
                new AdaptersConfig(mlp.config(), attention.config()),
                new LinkedHashMap<>(),
                new LinkedHashMap<>());
        model.takeAll(keys, attention, mlp);
        return model;
    }

    private void takeAll(KeyLedger keys, AdapterKeys attention, AdapterKeys mlp) {
        int d = shape.hiddenSize();
        String table = "transformer.wte.weight";
        StreamedTensor rows = keys.take("lm." + table, KeyFate.FROZEN, table, shape.embeddingRows(), d);
        frozen.put(table, shape.headRows() > shape.embeddingRows() ? new PaddedTensor(rows, shape.headRows()) : rows);
        for (int i = 0; i < shape.layers(); i++) {
            block(keys, i, attention, mlp);
        }
        frozen(keys, "lm.transformer.ln_f.weight", "transformer.ln_f.weight", d);
        frozen(keys, "lm.transformer.ln_f.bias", "transformer.ln_f.bias", d);
        frozen(keys, "lm.lm_head.weight", "lm_head.weight", shape.headRows(), d);
        frozen(keys, "lm.lm_head.bias", "lm_head.bias", shape.headRows());
    }

    private void block(KeyLedger keys, int layer, AdapterKeys attention, AdapterKeys mlp) {
        int d = shape.hiddenSize();
        String from = GptJShape.BLOCKS + layer + ".";
        String to = "transformer.h." + layer + ".";
        frozen(keys, from + "ln_1.weight", to + "ln_1.weight", d);
        frozen(keys, from + "ln_1.bias", to + "ln_1.bias", d);
        for (String projection : List.of("q_proj", "k_proj", "v_proj", "out_proj")) {
            frozen(
                    keys,
                    from + attention.inner() + projection + ".weight",
                    to + "attn." + projection + ".weight",
                    d,
                    d);
        }
        BUFFERS.forEach((name, meaning) -> keys.drop(from + attention.inner() + name, KeyFate.BUFFER, meaning));
        frozen(keys, from + mlp.inner() + "c_fc.weight", to + "mlp.fc_in.weight", shape.innerSize(), d);
        frozen(keys, from + mlp.inner() + "c_fc.bias", to + "mlp.fc_in.bias", shape.innerSize());
        frozen(keys, from + mlp.inner() + "c_proj.weight", to + "mlp.fc_out.weight", d, shape.innerSize());
        frozen(keys, from + mlp.inner() + "c_proj.bias", to + "mlp.fc_out.bias", d);
        attention.take(keys, from, layer, d, trained);
        mlp.take(keys, from, layer, d, trained);
    }

    private void frozen(KeyLedger keys, String key, String target, long... shape) {
        frozen.put(target, keys.take(key, KeyFate.FROZEN, target, shape));
    }
}
