package io.magma.train.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.config.ConfigException;
import io.magma.lm.DecoderConfig;
import io.magma.lm.LanguageModelFolder;
import io.magma.lm.RotaryConfig;
import io.magma.weights.StreamedTensor;
import io.magma.weights.WeightsException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Shape of a GPT-J, as far as a checkpoint of the reference implementation tells; numbers it does not tell are GPT-J 6B's.
 *
 * @param hiddenSize D
 * @param layers number of blocks
 * @param heads attention heads
 * @param rotary rotary dimensions of a head
 * @param innerSize width of the feed-forward sublayers
 * @param embeddingRows rows of the token embedding
 * @param headRows rows of the head, at least as many
 * @param positions longest context in tokens
 */
record GptJShape(
        int hiddenSize,
        int layers,
        int heads,
        int rotary,
        int innerSize,
        int embeddingRows,
        int headRows,
        int positions) {
    private static final int GPTJ_HEADS = 16;
    private static final int GPTJ_ROTARY = 64;
    private static final int GPTJ_POSITIONS = 2048;
    private static final int GPT2_END = 50256;
    static final String BLOCKS = "lm.transformer.h.";

    /**
     * Reads the shape off the tensors.
     *
     * @param attention below a block, where the attention's tensors are
     * @param mlp below a block, where the feed-forward tensors are
     */
    static GptJShape of(KeyLedger keys, String attention, String mlp) {
        String table = "lm.transformer.wte.weight";
        int hidden = keys.size(table, 1);
        int layers = 0;
        while (keys.has(BLOCKS + layers + ".ln_1.weight")) {
            layers++;
        }
        if (hidden == 0 || layers == 0) {
            throw new WeightsException(
                    keys.file(), "is not a MAGMA checkpoint: has no " + table + " or no " + BLOCKS + "0.ln_1.weight");
        }
        String first = BLOCKS + "0." + attention;
        int columns = keys.size(first + "sin", 1);
        int context = keys.size(first + "bias", 2);
        GptJShape shape = new GptJShape(
                hidden,
                layers,
                heads(keys, first + "scale_attn", hidden).orElse(GPTJ_HEADS),
                columns > 0 ? 2 * columns : GPTJ_ROTARY,
                keys.size(BLOCKS + "0." + mlp + "c_fc.weight", 0),
                keys.size(table, 0),
                keys.size("lm.lm_head.weight", 0),
                context > 0 ? context : GPTJ_POSITIONS);
        if (shape.headRows < shape.embeddingRows) {
            throw new WeightsException(
                    keys.file(),
                    "lm.lm_head.weight has " + shape.headRows + " rows, fewer than the " + shape.embeddingRows + " of "
                            + table);
        }
        return shape;
    }

    // Scores are divided by the buffer scale_attn, the square root of a head's size.
    private static OptionalInt heads(KeyLedger keys, String buffer, int hidden) {
        Optional<StreamedTensor> scale =
                keys.get(buffer).filter(t -> t.shape().size() == 1 && t.dtype().isFloat());
        if (scale.isEmpty()) {
            return OptionalInt.empty();
        }
        double value = Scalars.value(keys.file(), buffer, scale.get());
        long headSize = Math.round(value * value);
        if (headSize < 1 || hidden % headSize != 0) {
            throw new WeightsException(
                    keys.file(), buffer + " is " + value + ", not the square root of a head's size in " + hidden);
        }
        return OptionalInt.of((int) (hidden / headSize));
    }

    /** A {@code config.json} of this shape with everything else as GPT-J 6B has it. */
    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("model_type", "gptj");
        json.putArray("architectures").add("GPTJForCausalLM");
        json.put("activation_function", "gelu_new");
        json.put("bos_token_id", GPT2_END);
        json.put("eos_token_id", GPT2_END);
        json.put("layer_norm_epsilon", 1e-5);
        json.put("n_embd", hiddenSize);
        json.put("n_head", heads);
        json.put("n_inner", innerSize);
        json.put("n_layer", layers);
        json.put("n_positions", positions);
        json.put("rotary_dim", rotary);
        return fitted(json);
    }

    /** A given {@code config.json}, with the rows of the checkpoint's head. */
    ObjectNode fitted(JsonNode config) {
        ObjectNode json = config.deepCopy();
        json.put("vocab_size", headRows);
        json.put("tie_word_embeddings", false);
        return json;
    }

    /**
     * Checks that a language model's configuration is of this shape.
     *
     * @throws ConfigException naming the first number that differs
     */
    void requireAgrees(LanguageModelFolder folder) {
        DecoderConfig c = folder.config();
        String where = folder.path() + ": the language model's configuration does not fit the checkpoint: ";
        if (!c.modelType().equals("gptj")) {
            throw new ConfigException(where + "model_type is " + c.modelType() + ", expected gptj");
        }
        requireEqual(where, "n_embd", c.hiddenSize(), hiddenSize);
        requireEqual(where, "n_layer", c.layers(), layers);
        requireEqual(where, "n_head", c.heads(), heads);
        requireEqual(where, "n_inner", c.intermediateSize(), innerSize);
        requireEqual(where, "rotary_dim", c.rotary().map(RotaryConfig::dim).orElse(0), rotary);
    }

    private static void requireEqual(String where, String key, int configured, int found) {
        if (configured != found) {
            throw new ConfigException(where + key + " is " + configured + ", the checkpoint has " + found);
        }
    }
}
