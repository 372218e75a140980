package io.magma.train.imports;

import io.magma.config.AdapterConfig;
import io.magma.config.AdapterType;
import io.magma.weights.StreamedTensor;
import io.magma.weights.WeightsException;
import java.util.Map;
import java.util.Optional;

/**
 * Where the reference implementation keeps a sublayer and its adapter, read off the keys of the first block.
 *
 * @param place {@code mlp} or {@code attention}, as this framework calls it
 * @param module name of the sublayer in a block, with the dot: {@code mlp.} or {@code attn.}
 * @param inner below the block, where the sublayer's own tensors are
 * @param adapter below the block, where the adapter's are
 * @param config what adapter it is; empty for none
 */
record AdapterKeys(String place, String module, String inner, String adapter, Optional<AdapterConfig> config) {
    private static final String SCALE = "adapter_scale";

    /** That of the feed-forward sublayers. */
    static AdapterKeys mlp(KeyLedger keys, String block, int hiddenSize) {
        String probe = "c_fc.weight";
        if (keys.has(block + "mlp.0." + probe)) {
            return of(keys, block, "mlp", "mlp.", "mlp.0.", "mlp.1.adapter.", true, hiddenSize);
        }
        if (keys.has(block + "mlp.module." + probe)) {
            return of(keys, block, "mlp", "mlp.", "mlp.module.", "mlp.adapter.", false, hiddenSize);
        }
        return new AdapterKeys("mlp", "mlp.", "mlp.", "", Optional.empty());
    }

    /** That of the attention sublayers. */
    static AdapterKeys attention(KeyLedger keys, String block, int hiddenSize) {
        String probe = "attention.q_proj.weight";
        if (keys.has(block + "attn.attn_block." + probe)) {
            return of(
                    keys, block, "attention", "attn.", "attn.attn_block.attention.", "attn.adapter.", true, hiddenSize);
        }
        if (keys.has(block + "attn.module." + probe)) {
            return of(keys, block, "attention", "attn.", "attn.module.attention.", "attn.adapter.", false, hiddenSize);
        }
        return new AdapterKeys("attention", "attn.", "attn.attention.", "", Optional.empty());
    }

    private static AdapterKeys of(
            KeyLedger keys,
            String block,
            String place,
            String module,
            String inner,
            String adapter,
            boolean sequential,
            int hiddenSize) {
        boolean norm = keys.has(block + adapter + "3.weight");
        int bottleneck = keys.size(block + adapter + (norm ? "1.weight" : "0.weight"), 0);
        AdapterType type = AdapterType.SEQUENTIAL;
        if (!sequential) {
            type = keys.has(block + module + SCALE) ? AdapterType.SCALED_PARALLEL : AdapterType.PARALLEL;
        }
        int factor = bottleneck == 0 ? 0 : hiddenSize / bottleneck;
        if (factor < 1 || hiddenSize / factor != bottleneck) {
            throw new WeightsException(
                    keys.file(),
                    "the adapter " + block + adapter + " has a bottleneck of " + bottleneck + ", which is not "
                            + hiddenSize + " divided by a whole number");
        }
        return new AdapterKeys(place, module, inner, adapter, Optional.of(new AdapterConfig(type, factor, norm)));
    }

    /** Takes a block's adapter into {@code trained}, under this framework's names. */
    void take(KeyLedger keys, String block, int layer, int hiddenSize, Map<String, StreamedTensor> trained) {
        if (config.isEmpty()) {
            return;
        }
        AdapterConfig c = config.get();
        int bottleneck = hiddenSize / c.downsampleFactor();
        String from = block + adapter;
        String to = "adapters." + layer + "." + place + ".";
        int down = c.layerNorm() ? 1 : 0;
        if (c.layerNorm()) {
            put(keys, from + "0.weight", to + "norm.weight", trained, hiddenSize);
            put(keys, from + "0.bias", to + "norm.bias", trained, hiddenSize);
        }
        put(keys, from + down + ".weight", to + "down.weight", trained, bottleneck, hiddenSize);
        put(keys, from + down + ".bias", to + "down.bias", trained, bottleneck);
        put(keys, from + (down + 2) + ".weight", to + "up.weight", trained, hiddenSize, bottleneck);
        put(keys, from + (down + 2) + ".bias", to + "up.bias", trained, hiddenSize);
        if (c.type() == AdapterType.SCALED_PARALLEL) {
            put(keys, block + module + SCALE, to + "scale", trained, 1);
        }
    }

    private static void put(
            KeyLedger keys, String key, String target, Map<String, StreamedTensor> trained, long... shape) {
        trained.put(target, keys.take(key, KeyFate.TRAINED, target, shape));
    }
}
