package io.magma.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.magma.generate.Generation;
import io.magma.generate.SamplingConfig;
import io.magma.multimodal.TokenSequence;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A model as DJL's predictors run it: ids (B, T) with {@link TokenSequence#IMAGE} for pictures and {@link #PADDING} before
 * shorter rows, and the pixels of all pictures, in; texts (B) out.
 */
final class GenerationBlock extends AbstractBlock {
    /** Stands before the items of shorter rows. */
    static final int PADDING = -2;

    private final VisionLanguageModel model;
    private final SamplingConfig sampling;

    GenerationBlock(VisionLanguageModel model, SamplingConfig sampling) {
        this.model = model;
        this.sampling = sampling;
    }

    VisionLanguageModel model() {
        return model;
    }

    /** Prompts as this block takes them, owned by {@code manager}. */
    NDList encode(List<Prompt> prompts, NDManager manager) {
        EncodedPrompts encoded = model.encoder().encode(prompts);
        int longest =
                encoded.rows().stream().mapToInt(r -> r.items().length).max().orElse(0);
        int[] ids = new int[encoded.rows().size() * longest];
        Arrays.fill(ids, PADDING);
        for (int row = 0; row < encoded.rows().size(); row++) {
            int[] items = encoded.rows().get(row).items();
            System.arraycopy(items, 0, ids, (row + 1) * longest - items.length, items.length);
        }
        NDList list = new NDList(manager.create(ids, new Shape(encoded.rows().size(), longest)));
        if (!encoded.pictures().isEmpty()) {
            list.add(manager.create(PromptEncoder.pixels(encoded.pictures())));
        }
        return list;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray ids = inputs.get(0);
        int longest = Math.toIntExact(ids.getShape().get(1));
        int[] flat = ids.toIntArray();
        List<TokenSequence> rows = IntStream.range(0, flat.length / longest)
                .mapToObj(row -> Arrays.stream(flat, row * longest, (row + 1) * longest)
                        .filter(id -> id != PADDING)
                        .toArray())
                .map(TokenSequence::prompt)
                .toList();
        float[] pixels = inputs.size() > 1 ? inputs.get(1).toFloatArray() : new float[0];
        String[] texts = model.generateAll(new EncodedPrompts(rows, pictures(pixels)), sampling).stream()
                .map(Generation::text)
                .toArray(String[]::new);
        return new NDList(ids.getManager().create(texts, StandardCharsets.UTF_8, new Shape(texts.length)));
    }

    private List<PictureContent> pictures(float[] pixels) {
        int size = model.pixelsPerImage();
        return IntStream.range(0, size == 0 ? 0 : pixels.length / size)
                .mapToObj(i -> PictureContent.ofPixels(Arrays.copyOfRange(pixels, i * size, (i + 1) * size)))
                .toList();
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0))};
    }

    @Override
    public DataType[] getOutputDataTypes() {
        return new DataType[] {DataType.STRING};
    }
}
