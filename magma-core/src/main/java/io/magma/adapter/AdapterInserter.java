package io.magma.adapter;

import ai.djl.ndarray.NDArray;
import io.magma.config.AdapterConfig;
import io.magma.config.AdapterType;
import io.magma.config.AdaptersConfig;
import io.magma.nn.Sublayer;
import io.magma.weights.WeightSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Puts adapters around the sublayers of a decoder while it is built.
 *
 * <p>Sequential adapters read what the sublayer gives, {@code h + A(h)}; parallel ones read what it is given,
 * {@code m(x) + A(x)}, and scaled parallel ones learn a factor, {@code m(x) + s · A(x)}.
 *
 * @see <a href="https://arxiv.org/abs/2110.04366">He et al. 2021 (parallel and scaled parallel adapters)</a>
 */
public final class AdapterInserter implements Sublayer.Wrapper {
    private final AdaptersConfig config;
    private final WeightSource weights;
    private final int hiddenSize;

    /**
     * Makes an inserter.
     *
     * @param weights where adapters named {@code {layer}.{mlp|attention}.…} come from
     * @param hiddenSize D of the decoder
     */
    public AdapterInserter(AdaptersConfig config, WeightSource weights, int hiddenSize) {
        this.config = config;
        this.weights = weights;
        this.hiddenSize = hiddenSize;
    }

    @Override
    public Sublayer wrap(int layer, Sublayer.Location location, Sublayer inner) {
        Optional<AdapterConfig> here = switch (location) {
            case ATTENTION -> config.attention();
            case MLP -> config.mlp();
        };
        if (here.isEmpty()) {
            return inner;
        }
        AdapterConfig c = here.get();
        Adapter adapter = new Adapter(
                weights.within(layer + "." + location.name().toLowerCase(Locale.ROOT) + "."),
                hiddenSize,
                Math.max(1, hiddenSize / c.downsampleFactor()),
                c.layerNorm(),
                c.type() == AdapterType.SCALED_PARALLEL);
        return switch (c.type()) {
            case SEQUENTIAL ->
                (x, context) -> {
                    NDArray h = inner.forward(x, context);
                    return h.add(adapter.forward(h));
                };
            case PARALLEL, SCALED_PARALLEL ->
                (x, context) -> inner.forward(x, context).add(adapter.forward(x));
        };
    }
}
