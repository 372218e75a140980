package io.magma.multimodal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import io.magma.adapter.AdapterInserter;
import io.magma.config.AdaptersConfig;
import io.magma.config.ConfigLoader;
import io.magma.config.ModelConfig;
import io.magma.config.RunConfig;
import io.magma.connector.ImagePrefix;
import io.magma.lm.LanguageModelFolder;
import io.magma.testing.CountingWeights;
import io.magma.torch.Dtype;
import io.magma.vision.BatchStatistics;
import io.magma.vision.ImageEncoder;
import io.magma.vision.ImageEncoderFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Parameters of the published models. The expected numbers follow from the reference's shapes, those of the ResNets also from
 * open_clip's published sizes less the attention pool.
 */
class PublishedParameterCountsTest {
    private static final int D = 4096;
    private static final long BLOCK = 4L * D * D + 2L * 4 * D * D + 4 * D + D + 2 * D;
    private static final long HEAD = 50_400L * D + 50_400;
    // The reference cuts the embedding to the tokenizer's ids and <|image|>, here it keeps the rows of GPT-J's file.
    private static final long EMBEDDING = 50_400L * D;
    private static final long EMBEDDING_OF_THE_REFERENCE = 50_258L * D;

    @TempDir
    private Path folder;

    private NDManager manager;

    @BeforeEach
    void open() throws IOException {
        manager = NDManager.newBaseManager("PyTorch");
        write("gpt-j-6b", """
                {"model_type": "gptj", "n_embd": 4096, "n_layer": 28, "n_head": 16, "rotary_dim": 64, "n_positions": 2048,
                 "vocab_size": 50400, "eos_token_id": 50256}
                """);
        write("clip-rn50x16", """
                {"model_type": "clip_resnet", "layers": [6, 8, 18, 8], "width": 96, "image_size": 384}
                """);
        write("clip-rn50x4", """
                {"model_type": "clip_resnet", "layers": [4, 6, 10, 6], "width": 80, "image_size": 288}
                """);
        write("nf-resnet50", """
                {"model_type": "nf_resnet", "layers": [3, 4, 6, 3], "width": 64, "image_size": 256}
                """);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private void write(String name, String config) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve(name)).resolve("config.json"), config);
    }

    private static RunConfig shipped(String name, String... overrides) {
        return ConfigLoader.load(Path.of("..", "configs", name), List.of(overrides));
    }

    private CountingWeights languageModel(AdaptersConfig adapters) {
        CountingWeights counted = new CountingWeights(manager);
        LanguageModelFolder.open(folder.resolve("gpt-j-6b"))
                .build(
                        manager,
                        counted.within("lm."),
                        new AdapterInserter(adapters, counted.within("adapters."), D),
                        Dtype.FLOAT32);
        return counted;
    }

    private ImageEncoder encoder(String name, CountingWeights counted) {
        return ImageEncoderFolder.open(folder.resolve(name))
                .buildResNet(counted, counted, OptionalInt.empty(), new BatchStatistics());
    }

    private long prefix(int channels, int pooledTokens, boolean layerNorm) {
        CountingWeights counted = new CountingWeights(manager);
        assertThat(new ImagePrefix(counted, channels, D, pooledTokens, 0.1, layerNorm))
                .isNotNull();
        return counted.all();
    }

    @Test
    void languageModel() {
        CountingWeights counted = languageModel(AdaptersConfig.DEFAULTS);
        assertThat(counted.below("lm.transformer.h.0.")).isEqualTo(201_355_264).isEqualTo(BLOCK);
        assertThat(counted.below("lm.transformer.h.")).isEqualTo(5_637_947_392L);
        assertThat(counted.below("lm.lm_head.")).isEqualTo(206_488_800).isEqualTo(HEAD);
        assertThat(counted.below("lm.transformer.ln_f.")).isEqualTo(8_192);
        assertThat(counted.all() - EMBEDDING + EMBEDDING_OF_THE_REFERENCE).isEqualTo(6_050_301_152L);
        assertThat(counted.all()).isEqualTo(6_050_882_784L);
    }

    @ParameterizedTest
    @CsvSource({
        "magma_v1.yml, 235024384",
        "magma_v2.yml, 235139072",
        "ablation.yml model.adapters.mlp.downsample_factor=6 model.adapters.attention.downsample_factor=12, 234909668",
        "ablation.yml model.adapters.mlp.downsample_factor=2, 469934080",
        "frozen.yml, 0",
        "limber.yml, 0"
    })
    void adapters(String run, long expected) {
        String[] words = run.split(" ", -1);
        ModelConfig model =
                shipped(words[0], Arrays.copyOfRange(words, 1, words.length)).model();
        assertThat(languageModel(model.adapters()).below("adapters.")).isEqualTo(expected);
    }

    @Test
    void imageEncoders() {
        CountingWeights large = new CountingWeights(manager);
        ImageEncoder rn50x16 = encoder("clip-rn50x16", large);
        assertThat(large.all()).isEqualTo(136_202_640);
        assertThat(large.buffers()).as("means and variances").isEqualTo(193_920);
        assertThat(rn50x16.positions()).isEqualTo(144);
        assertThat(rn50x16.channels()).isEqualTo(3072);

        CountingWeights small = new CountingWeights(manager);
        ImageEncoder rn50x4 = encoder("clip-rn50x4", small);
        assertThat(small.all()).isEqualTo(65_619_640);
        assertThat(rn50x4.positions()).isEqualTo(81);
        assertThat(rn50x4.channels()).isEqualTo(2560);
    }

    /** timm's table of models says 25.56 million with the classifier. */
    @Test
    void nfResNet50() {
        CountingWeights counted = new CountingWeights(manager);
        ImageEncoder encoder = ImageEncoderFolder.open(folder.resolve("nf-resnet50"))
                .buildNfResNet(counted, true, OptionalInt.empty(), false);
        long classifier = 2048L * 1000 + 1000;
        assertThat(counted.all()).isEqualTo(23_508_032);
        assertThat((counted.all() + classifier) / 1e6).isCloseTo(25.56, within(0.005));
        assertThat(encoder.positions()).isEqualTo(64);
        assertThat(encoder.channels()).isEqualTo(2048);
    }

    @Test
    void imagePrefixes() {
        assertThat(prefix(3072, 0, false)).as("RN50x16").isEqualTo(12_587_008);
        assertThat(prefix(2560, 0, false)).as("RN50x4").isEqualTo(10_489_856);
        assertThat(prefix(2048, 2, false)).as("NF-ResNet-50").isEqualTo(16_785_408);
        assertThat(prefix(512, 2, false)).as("ViT-B/32").isEqualTo(4_202_496);
        assertThat(prefix(512, 2, true) - prefix(512, 2, false)).isEqualTo(8_192);
    }

    @Test
    void theReleasedModelAsAWhole() {
        ModelConfig model = shipped("magma_v1.yml").model();
        CountingWeights lm = languageModel(model.adapters());
        CountingWeights encoder = new CountingWeights(manager);
        int channels = encoder("clip-rn50x16", encoder).channels();
        long prefix = prefix(channels, 0, model.imagePrefix().layerNorm());

        assertThat(lm.below("adapters.") + encoder.all() + prefix).as("trained").isEqualTo(383_822_224);
        assertThat(lm.all() + encoder.all() + prefix - EMBEDDING + EMBEDDING_OF_THE_REFERENCE)
                .isEqualTo(6_434_123_376L);
    }
}
