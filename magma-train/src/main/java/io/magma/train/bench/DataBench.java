package io.magma.train.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.RunConfig;
import io.magma.hub.ModelFolders;
import io.magma.image.Background;
import io.magma.multimodal.ImageInput;
import io.magma.text.Tokenizer;
import io.magma.text.Tokenizers;
import io.magma.train.data.BatchLoader;
import io.magma.train.data.BatchLoaders;
import io.magma.train.data.PixelReader;
import io.magma.train.data.RankShare;
import io.magma.train.data.RowEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Times reading, decoding, preprocessing and tokenizing of training batches, with nothing kept in memory between them. */
public final class DataBench {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ROUNDS = 5;

    private DataBench() {}

    /**
     * Measures with as many threads as {@code data.workers}.
     *
     * @param batches batches of a round, at least 1; a first round is warm-up
     * @return {@code threads}, {@code batch_size}, {@code samples_per_second}
     * @throws io.magma.train.data.DataException if the data cannot be read
     * @throws IOException if the encoder's configuration cannot be read
     */
    public static Map<String, Object> measure(RunConfig config, int batches) throws IOException {
        Tokenizer tokenizer =
                Tokenizers.load(ModelFolders.of(config.model().languageModel().path()));
        Optional<ImageEncoderConfig> encoder = config.model().imageEncoder();
        Optional<PixelReader> pixels = encoder.isEmpty() ? Optional.empty() : Optional.of(pixels(encoder.get()));
        // The end token and the longest row do not matter for the time.
        RowEncoder rows = new RowEncoder(tokenizer::encode, 0, Integer.MAX_VALUE);
        int size = config.training().batchSize();
        double[] rates = new double[ROUNDS];
        BatchLoaders loaders =
                new BatchLoaders(config.data(), rows, pixels, config.training().seed());
        try (BatchLoader loader = loaders.training().loader(new RankShare(0, 1, size), 0)) {
            for (int round = -1; round < ROUNDS; round++) {
                long start = System.nanoTime();
                for (int i = 0; i < batches; i++) {
                    loader.next();
                }
                if (round >= 0) {
                    rates[round] = batches * size / ((System.nanoTime() - start) / 1e9);
                }
            }
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("threads", config.data().workers());
        result.put("batch_size", size);
        result.put("samples_per_second", Spread.of(rates));
        return result;
    }

    private static PixelReader pixels(ImageEncoderConfig encoder) throws IOException {
        int resolution = encoder.resolution().isPresent()
                ? encoder.resolution().getAsInt()
                : resolution(ModelFolders.of(encoder.path()));
        ImageInput input = ImageInput.of(encoder, resolution);
        return new PixelReader(
                input.preprocessor(), input.background().orElse(Background.WHITE), input.exifOrientation(), 0);
    }

    private static int resolution(Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        JsonNode config = JSON.readTree(file.toFile());
        JsonNode size = config.path("vision_config").path("image_size");
        size = size.isInt() ? size : config.path("image_size");
        if (!size.isInt()) {
            throw new ConfigException(file + ": tells no image_size; set model.image_encoder.resolution");
        }
        return size.intValue();
    }
}
