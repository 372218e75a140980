package io.magma.train.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.AdapterConfig;
import io.magma.config.AdapterType;
import io.magma.config.ConfigException;
import io.magma.config.Features;
import io.magma.config.FrozenDtype;
import io.magma.config.ModelConfig;
import io.magma.image.ImageProcessorConfig;
import io.magma.inference.VisionLanguageModel;
import io.magma.multimodal.BatchLayout;
import io.magma.multimodal.ModelFolder;
import io.magma.multimodal.MultimodalModel;
import io.magma.multimodal.TokenSequence;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import io.magma.weights.Safetensors;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints of {@code magma_checkpoints.py}: the imported folders give the logits that its formulas give. */
class MagmaImportTest {
    private static final Path FILES = Path.of("src/test/resources/io/magma/train/imports/magma");
    private static final Path LM = FILES.resolve("lm");

    @TempDir
    Path folder;

    private static MagmaImport.Settings settings(FrozenDtype dtype, boolean check) {
        return new MagmaImport.Settings(Optional.of(LM), Optional.of(dtype), OptionalInt.of(64), check);
    }

    private ImportReport write(String name) {
        return MagmaImport.write(
                FILES.resolve(name + ".pt"), folder.resolve(name), settings(FrozenDtype.FLOAT32, false));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "v1, SEQUENTIAL, 4, false, -, 0, false",
                "v2, SEQUENTIAL, 8, false, SEQUENTIAL, 8, true",
                "parallel, PARALLEL, 4, true, SCALED_PARALLEL, 2, false",
                "scaled, SCALED_PARALLEL, 8, true, PARALLEL, 16, false",
                "plain, -, 0, false, -, 0, false",
                "nfresnet, SEQUENTIAL, 4, false, -, 0, false",
            })
    void everyLayoutGivesTheLogitsOfTheFormulas(
            String name,
            String mlp,
            int mlpFactor,
            boolean mlpNorm,
            String attention,
            int attentionFactor,
            boolean attentionNorm)
            throws IOException {
        JsonNode expected =
                new ObjectMapper().readTree(FILES.resolve("expected.json").toFile());

        ImportReport report = write(name);

        ModelFolder model = ModelFolder.open(folder.resolve(name));
        assertThat(model.model().adapters().mlp()).isEqualTo(adapter(mlp, mlpFactor, mlpNorm));
        assertThat(model.model().adapters().attention()).isEqualTo(adapter(attention, attentionFactor, attentionNorm));
        assertThat(report.keys()).hasSize(expected.path(name).path("keys").intValue());
        assertThat(report.counts()).containsKeys(KeyFate.FROZEN, KeyFate.ENCODER, KeyFate.ALIAS, KeyFate.BUFFER);
        float[] logits = logits(folder.resolve(name), expected.path("tokens"));
        JsonNode numbers = expected.path(name).path("logits");
        assertThat(logits).hasSize(numbers.size());
        for (int i = 0; i < logits.length; i++) {
            assertThat((double) logits[i]).isCloseTo(numbers.get(i).doubleValue(), within(1e-4));
        }
    }

    private static Optional<AdapterConfig> adapter(String type, int factor, boolean norm) {
        return type.equals("-")
                ? Optional.empty()
                : Optional.of(new AdapterConfig(AdapterType.valueOf(type), factor, norm));
    }

    private static float[] logits(Path folder, JsonNode tokens) {
        int[] row = new int[tokens.size() + 1];
        row[0] = TokenSequence.IMAGE;
        for (int i = 0; i < tokens.size(); i++) {
            row[i + 1] = tokens.get(i).intValue();
        }
        try (VisionLanguageModel loaded = VisionLanguageModel.load(folder, Device.cpu());
                NDManager scratch = loaded.model().manager().newSubManager()) {
            MultimodalModel model = loaded.model();
            int side = model.imageEncoder().orElseThrow().resolution();
            float[] pixels = new float[3 * side * side];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) (2 * StrictMath.sin(0.37 * i));
            }
            BatchLayout layout = BatchLayout.forPrompts(List.of(TokenSequence.prompt(row)), model.tokensPerImage());
            return Autograd.frozen(() -> {
                NDArray embeddings = model.embed(layout, Optional.of(model.pixels(pixels, scratch)), scratch);
                NDArray logits =
                        model.languageModel().logits(model.languageModel().hidden(embeddings));
                return TorchOps.cast(logits, Dtype.FLOAT32).toFloatArray();
            });
        }
    }

    @Test
    void theFolderIsAModelThatSaysWhereItCameFrom() throws IOException {
        Path out = folder.resolve("v1");
        ImportReport report = MagmaImport.write(
                FILES.resolve("v1.pt"),
                out,
                new MagmaImport.Settings(Optional.of(LM), Optional.empty(), OptionalInt.of(64), true));

        assertThat(ModelFolder.open(out).model().languageModel().dtype()).isEqualTo(FrozenDtype.FLOAT16);
        assertThat(Safetensors.readHeader(out.resolve("language_model/model.safetensors"))
                        .tensors()
                        .values())
                .allMatch(info -> info.dtype() == Dtype.FLOAT16);
        assertThat(Safetensors.readHeader(out.resolve("trainable.safetensors"))
                        .tensors()
                        .values())
                .allMatch(info -> info.dtype() == Dtype.FLOAT32);
        assertThat(report.notImported())
                .contains("lr_scheduler", "ds_config", "global_steps", "optimizer state")
                .doesNotContain("module");
        assertThat(report.notes().get(0)).contains("62 rows has 8 more of zeros");
        assertThat(out.resolve("import-report.txt"))
                .content()
                .contains(
                        "alias  word_embedding.weight  F16  [62, 16]  ->  lm.transformer.wte.weight",
                        "trained  lm.transformer.h.0.mlp.1.adapter.2.weight  F16  [16, 4]  ->  adapters.0.mlp.up.weight",
                        "buffer  lm.transformer.h.1.attn.attention.bias  BOOL  [1, 1, 32, 32]  ->  causal mask");
        JsonNode json =
                new ObjectMapper().readTree(out.resolve("import-report.json").toFile());
        assertThat(json.path("keys").size()).isEqualTo(report.keys().size());
        VisionLanguageModel.loadVerified(out, Device.cpu()).close();
    }

    /** The reference feeds this encoder pixels in 0 to 1, of 256 x 256 unless told otherwise. */
    @Test
    void anNfResNetHasThePicturesOfTheReference() {
        ImportReport report = MagmaImport.write(
                FILES.resolve("nfresnet.pt"),
                folder.resolve("m"),
                new MagmaImport.Settings(Optional.of(LM), Optional.empty(), OptionalInt.empty(), false));

        assertThat(report.model()).endsWith("NF-ResNet [1, 2, 1, 1], width 4, 256 pixels");
        ModelConfig model = ModelFolder.open(folder.resolve("m")).model();
        assertThat(model.imageEncoder().orElseThrow().features()).isEqualTo(Features.POOLED);
        assertThat(model.imagePrefix().tokens()).isEqualTo(2);
        assertThat(ImageProcessorConfig.read(folder.resolve("m/image_encoder").resolve(ImageProcessorConfig.FILE_NAME)))
                .isEqualTo(new ImageProcessorConfig(256, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "other_alias | transformer.1.ln_1.weight differs from lm.transformer.h.1.ln_1.weight, of which it should be a copy",
                "extra_key | 1 unexpected: class_head.weight",
                "missing_key | 1 missing: lm.transformer.h.1.mlp.1.adapter.2.bias",
                "wrong_shape | 1 misshaped: lm.lm_head.bias is F64 (3), expected (70)",
            })
    void whatDoesNotFitIsRefusedByName(String name, String reason) {
        assertThatThrownBy(() -> write(name))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(name + ".pt: ")
                .hasMessageContaining(reason);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void numbersThatTheTypeCannotHoldAreRefused() {
        assertThatThrownBy(() -> MagmaImport.write(
                        FILES.resolve("too_large.pt"), folder.resolve("m"), settings(FrozenDtype.FLOAT16, false)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(
                        "transformer.ln_f.weight holds 1000000.0, which F16 cannot; choose another --dtype");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theUsersMistakesAreOneLine() throws IOException {
        Path checkpoint = FILES.resolve("v1.pt");
        Path out = folder.resolve("m");
        assertThatThrownBy(() -> MagmaImport.write(checkpoint, out, MagmaImport.Settings.defaults()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "layers [1, 2, 1, 1] and width 4 is none of the published ones; say --image-size");
        MagmaImport.Settings gptj =
                new MagmaImport.Settings(Optional.empty(), Optional.empty(), OptionalInt.of(64), false);
        assertThatThrownBy(() -> MagmaImport.write(checkpoint, out, gptj))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("is not GPT-J 6B; say where its configuration and tokenizer are");

        Path other = Files.createDirectories(folder.resolve("lm"));
        Files.writeString(
                other.resolve("config.json"),
                Files.readString(LM.resolve("config.json")).replace("\"n_layer\": 2", "\"n_layer\": 3"));
        MagmaImport.Settings deeper =
                new MagmaImport.Settings(Optional.of(other), Optional.empty(), OptionalInt.of(64), false);
        assertThatThrownBy(() -> MagmaImport.write(checkpoint, out, deeper))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("n_layer is 3, the checkpoint has 2");

        Files.createDirectories(out);
        Files.writeString(out.resolve("x"), "");
        assertThatThrownBy(() -> MagmaImport.write(checkpoint, out, deeper))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("exists already");
    }
}
