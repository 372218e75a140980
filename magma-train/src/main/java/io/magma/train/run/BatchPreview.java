package io.magma.train.run;

import io.magma.config.ConfigException;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.ObjectiveConfig;
import io.magma.config.RunConfig;
import io.magma.image.ImageProcessorConfig;
import io.magma.image.raster.RgbImage;
import io.magma.multimodal.ImageInput;
import io.magma.multimodal.LayoutPosition;
import io.magma.multimodal.ModelLoader;
import io.magma.multimodal.MultimodalModel;
import io.magma.text.Tokenizer;
import io.magma.torch.Devices;
import io.magma.train.data.BatchLoader;
import io.magma.train.data.BatchLoaders;
import io.magma.train.data.HostBatch;
import io.magma.train.data.RankShare;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The first micro-batch of a run as training sees it: the very loader and layout, with pictures as the encoder gets them.
 *
 * @param tokensPerImage positions that a picture takes
 * @param rows the batch
 */
public record BatchPreview(int tokensPerImage, List<Row> rows) {

    /**
     * A row of the batch.
     *
     * @param id names the sample
     * @param picture resized, cropped and perhaps augmented, with the normalisation undone
     * @param positions all T of them
     */
    public record Row(String id, Optional<RgbImage> picture, List<Position> positions) {}

    /**
     * A position of a row.
     *
     * @param layout what is read and predicted there
     * @param piece text of the token that is read; empty if it is none
     * @param labelPiece text of the token that is predicted; empty without loss
     */
    public record Position(LayoutPosition layout, String piece, String labelPiece) {}

    /**
     * Loads the model and the training data of a run and makes its first micro-batch.
     *
     * @throws ConfigException if the run's objective is not that of a language model
     */
    public static BatchPreview of(RunConfig config) {
        if (!(config.objective() instanceof ObjectiveConfig.LanguageModel)) {
            throw new ConfigException("objective: only batches of the language-model objective can be shown");
        }
        try (MultimodalModel model = ModelLoader.load(
                config.model(), Devices.preferred(), config.training().seed(), Optional.empty())) {
            Optional<ImageEncoderConfig> encoder = config.model().imageEncoder();
            BatchLoaders loaders = new BatchLoaders(
                    config.data(),
                    LanguageModelParts.rowEncoder(model),
                    encoder.map(c -> LanguageModelParts.pixelReader(model, c)),
                    config.training().seed());
            RankShare share = new RankShare(0, 1, config.training().batchSize());
            try (BatchLoader loader = loaders.training().loader(share, 0)) {
                HostBatch batch = loader.next();
                List<List<LayoutPosition>> layout =
                        new LanguageModelObjective(model).layout(batch).positions();
                Optional<ImageProcessorConfig> processor = encoder.map(c -> ImageInput.processor(
                        c, model.imageEncoder().orElseThrow().resolution()));
                return new BatchPreview(
                        encoder.isPresent() ? model.tokensPerImage() : 0, rows(batch, layout, model, processor));
            }
        }
    }

    /**
     * The batch for programs, without pixels: {@code tokens_per_image} and {@code rows} of {@code id} and {@code positions},
     * each with {@code kind}, and {@code token}, {@code text}, {@code label} and {@code label_text} where there are.
     */
    public Map<String, Object> json() {
        List<Map<String, Object>> all = new ArrayList<>();
        for (Row row : rows) {
            all.add(Map.of(
                    "id",
                    row.id(),
                    "positions",
                    row.positions().stream().map(BatchPreview::json).toList()));
        }
        return Map.of("tokens_per_image", tokensPerImage, "rows", all);
    }

    private static Map<String, Object> json(Position position) {
        LayoutPosition layout = position.layout();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", layout.kind().name().toLowerCase(Locale.ROOT));
        if (layout.kind() == LayoutPosition.Kind.TOKEN) {
            fields.put("token", layout.token());
            fields.put("text", position.piece());
        }
        if (layout.label().isPresent()) {
            fields.put("label", layout.label().getAsLong());
            fields.put("label_text", position.labelPiece());
        }
        return fields;
    }

    private static List<Row> rows(
            HostBatch batch,
            List<List<LayoutPosition>> layout,
            MultimodalModel model,
            Optional<ImageProcessorConfig> processor) {
        List<String> ids = new LanguageModelObjective(model).sampleIds(batch);
        List<Row> rows = new ArrayList<>();
        for (int row = 0; row < batch.size(); row++) {
            boolean shown = batch.pixels().isPresent()
                    && batch.samples().get(row).image().isPresent();
            int number = row;
            rows.add(new Row(
                    ids.get(row),
                    processor.filter(p -> shown).map(p -> picture(batch.pixels().orElseThrow(), number, p)),
                    layout.get(row).stream()
                            .map(p -> position(p, model.tokenizer()))
                            .toList()));
        }
        return rows;
    }

    private static Position position(LayoutPosition layout, Tokenizer tokenizer) {
        String piece =
                layout.kind() == LayoutPosition.Kind.TOKEN ? tokenizer.piece(Math.toIntExact(layout.token())) : "";
        String label = layout.label().isPresent()
                ? tokenizer.piece(Math.toIntExact(layout.label().getAsLong()))
                : "";
        return new Position(layout, piece, label);
    }

    /** Undoes {@code (x / 255 - mean) / std}. */
    private static RgbImage picture(float[] pixels, int row, ImageProcessorConfig processor) {
        int side = processor.resolution();
        int plane = side * side;
        byte[] rgb = new byte[3 * plane];
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < plane; i++) {
                double x = pixels[(3 * row + c) * plane + i] * processor.std().get(c)
                        + processor.mean().get(c);
                rgb[3 * i + c] = (byte) Math.max(0, Math.min(255, Math.round(255 * x)));
            }
        }
        return new RgbImage(side, side, rgb);
    }
}
