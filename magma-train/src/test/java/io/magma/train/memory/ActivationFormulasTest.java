package io.magma.train.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.AdapterConfig;
import io.magma.config.AdapterType;
import io.magma.config.AdaptersConfig;
import io.magma.lm.DecoderConfig;
import io.magma.lm.DecoderConfig.Residual;
import io.magma.lm.RotaryConfig;
import io.magma.multimodal.BatchLayout.BlockSize;
import io.magma.nn.Activation;
import io.magma.torch.Dtype;
import io.magma.vision.ClipVitConfig;
import io.magma.vision.ResNetConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Formulas against what PyTorch saves ({@code saved_activations.py}), and against numbers worked by hand. */
class ActivationFormulasTest {
    private static final int D = 32;
    private static final int HEADS = 4;
    private static final int I = 96;
    private static final long POSITIONS = 3 * 24;
    private static final int FACTOR = 4;

    private static JsonNode measured() throws IOException {
        try (InputStream in = Objects.requireNonNull(
                ActivationFormulasTest.class.getResourceAsStream("/memory/saved_activations.json"))) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static DecoderConfig decoder(String family, int hidden, int heads, int intermediate, int layers) {
        boolean rotary = !family.equals("gpt2");
        Residual residual = switch (family) {
            case "gptj" -> Residual.PARALLEL_SHARED_NORM;
            case "gpt_neox" -> Residual.PARALLEL;
            default -> Residual.SERIAL;
        };
        return new DecoderConfig(
                family,
                hidden,
                layers,
                heads,
                heads,
                hidden / heads,
                intermediate,
                50_257,
                1024,
                1e-5,
                rotary ? Optional.of(new RotaryConfig(2, 10_000, false, Optional.empty())) : Optional.empty(),
                family.equals("llama") ? Activation.SILU : Activation.GELU_TANH,
                residual,
                true,
                0);
    }

    private static AdapterConfig adapter(AdapterType type, boolean norm) {
        return new AdapterConfig(type, FACTOR, norm);
    }

    private static AdaptersConfig adapters(String variant) {
        Optional<AdapterConfig> none = Optional.empty();
        return switch (variant) {
            case "mlp_sequential" -> new AdaptersConfig(Optional.of(adapter(AdapterType.SEQUENTIAL, false)), none);
            case "mlp_sequential_norm" -> new AdaptersConfig(Optional.of(adapter(AdapterType.SEQUENTIAL, true)), none);
            case "mlp_parallel" -> new AdaptersConfig(Optional.of(adapter(AdapterType.PARALLEL, false)), none);
            case "both" ->
                new AdaptersConfig(
                        Optional.of(adapter(AdapterType.SCALED_PARALLEL, true)),
                        Optional.of(adapter(AdapterType.PARALLEL, false)));
            default -> new AdaptersConfig(none, none);
        };
    }

    /** Casts of trained matrices, which are saved once a pass: adapters' two, or all of the block's. */
    private static long casts(String family, String variant, Dtype dtype) {
        if (dtype == Dtype.FLOAT32) {
            return 0;
        }
        long adapter = 2L * D * (D / FACTOR);
        long block = 4L * D * D + (family.equals("llama") ? 3L : 2L) * D * I;
        long matrices = switch (variant) {
            case "none" -> 0;
            case "trained" -> block;
            case "both" -> 2 * adapter;
            default -> adapter;
        };
        return matrices * dtype.bytes();
    }

    @Test
    void aBlockKeepsWhatPyTorchSaves() throws IOException {
        for (JsonNode one : measured().path("decoder")) {
            String family = one.path("family").asText();
            String variant = one.path("variant").asText();
            Dtype dtype = Dtype.valueOf(one.path("dtype").asText().toUpperCase(Locale.ROOT));
            DecoderActivations formula = new DecoderActivations(
                    decoder(family, D, HEADS, I, 1), adapters(variant), dtype, variant.equals("trained"), 0, false);

            double kept = POSITIONS * (formula.attention() + formula.mlp()) + casts(family, variant, dtype);

            // What is left are casts of norms' and scales' few numbers.
            double left = dtype == Dtype.FLOAT32 ? 0 : 512;
            assertThat(kept)
                    .as("%s %s %s", family, dtype, variant)
                    .isCloseTo(one.path("bytes").asDouble(), within(left));
        }
    }

    @Test
    void aVisionBlockKeepsWhatPyTorchSaves() throws IOException {
        JsonNode measured = measured().path("vision_block");
        for (Dtype dtype : List.of(Dtype.FLOAT32, Dtype.BFLOAT16)) {
            // One token a picture more or less is all that pictures of one patch a side have: differences of two
            // depths.
            ClipVitConfig shape = new ClipVitConfig(D, I, 2, HEADS, 16, 16, 16, 8, Activation.QUICK_GELU, 1e-5);
            long one = VitActivations.of(shape, 1, true, dtype.bytes()).kept();
            long two = VitActivations.of(shape, 2, true, dtype.bytes()).kept();
            double block = (two - one) / 2.0;
            long casts = dtype == Dtype.FLOAT32 ? 0 : (4L * D * D + 2L * D * I) * dtype.bytes();

            assertThat(block * POSITIONS + casts)
                    .isCloseTo(
                            measured.path(dtype.name().toLowerCase(Locale.ROOT)).asDouble(), within(512.0));
        }
    }

    @Test
    void aResNetKeepsWhatPyTorchSaves() throws IOException {
        JsonNode measured = measured().path("clip_resnet");
        List<Integer> layers = IntStream.range(0, 4)
                .map(i -> measured.path("layers").path(i).asInt())
                .boxed()
                .toList();
        ResNetConfig shape = new ResNetConfig(
                layers,
                measured.path("width").asInt(),
                measured.path("resolution").asInt());

        long one = ResNetActivations.of(shape, true, Float.BYTES).kept();

        assertThat(one * measured.path("pictures").asLong())
                .isCloseTo(measured.path("bytes").asLong(), withPercentage(1));
        assertThat(ResNetActivations.of(shape, false, Float.BYTES).kept()).isZero();
    }

    @Test
    void gpt2WithAdaptersByHand() {
        DecoderActivations formula = new DecoderActivations(
                decoder("gpt2", 768, 12, 3072, 12), adapters("mlp_sequential"), Dtype.FLOAT32, false, 0, true);

        // Norm 768 and 2 statistics, queries, keys, values, what comes out: 4 * 768, 12 heads: 3854 floats.
        assertThat(formula.attention()).isEqualTo(15_416);
        // Norm 770, MLP 3072, adapter 768 + 192: 4802 floats.
        assertThat(formula.mlp()).isEqualTo(19_208);
        Activations batch = formula.of(List.of(new BlockSize(2, 50, 20)));
        // 100 positions, 11 whole blocks and the last attention; 20 labels, the last MLP, the final norm 770, its
        // result and its
        // gradient 2 * 768; the embeddings of 100 positions.
        assertThat(batch.kept())
                .isEqualTo(100 * (11 * (15_416 + 19_208) + 15_416L) + 20 * (19_208 + 4 * (770 + 1536)) + 100 * 3072);
        // 6 * 768 + 2 * 3072 floats of 100 positions.
        assertThat(batch.moment()).isEqualTo(100 * 4 * 10_752);
        Activations again = formula.recomputed(List.of(new BlockSize(2, 50, 20)));
        assertThat(again.kept()).isEqualTo(100 * 12 * 3072 + 20 * 4 * (770 + 1536) + 100 * 3072);
        assertThat(again.moment()).isEqualTo(100 * (15_416 + 19_208 + 2 * 3072) + 100 * 4 * 10_752);
    }

    @Test
    void attentionByProductsKeepsProbabilities() {
        DecoderActivations formula = new DecoderActivations(
                decoder("gpt2", 768, 12, 3072, 12), adapters("mlp_sequential"), Dtype.BFLOAT16, false, 0, true);
        // 100 positions and 12 heads: 50 probabilities of 2 bytes instead of 64 results of 2 bytes and a float.
        assertThat(formula.byProducts(new BlockSize(2, 50, 20))).isEqualTo(1200 * (100 - 132));
        assertThat(formula.byProducts(new BlockSize(1, 256, 20))).isEqualTo(256L * 12 * (512 - 132));
        assertThat(formula.byProducts(new BlockSize(1, 257, 20))).isZero();
    }

    @Test
    void scoresComeInChunks() {
        // 2^24 / 50257 = 333 rows of a chunk, two floats a score.
        assertThat(ScoreChunk.of(1000, 50_257, 768, Dtype.FLOAT32, false))
                .isEqualTo(new Activations(0, 2L * 333 * 50_257 * 4));
        assertThat(ScoreChunk.of(40, 50_257, 768, Dtype.BFLOAT16, true))
                .isEqualTo(new Activations(50_257L * 768 * 6, 2L * 40 * 50_257 * 4 + 50_257L * 768 * 4));
    }
}
