package io.magma.multimodal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.magma.lm.CausalLm;
import io.magma.lm.ShapeGrid;
import io.magma.text.Tokenizer;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.HostData;
import io.magma.torch.Loss;
import io.magma.torch.LossOps;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.vision.ImageEncoder;
import io.magma.weights.TensorHash;
import io.magma.weights.TrainableWeights;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A causal language model that sees: image encoder and projection make a prefix of embeddings, adapters stand inside the
 * decoder.
 *
 * @see <a href="https://arxiv.org/abs/2112.05253">Eichenberg et al. 2022</a>
 */
public final class MultimodalModel implements AutoCloseable {
    private final NDManager manager;
    private final CausalLm languageModel;
    private final Dtype dtype;
    private final Tokenizer tokenizer;
    private final Optional<VisualPrefix> vision;
    private final Optional<ClassHead> classHead;
    private final TrainableWeights trainables;
    private final Map<String, NDArray> frozen;

    MultimodalModel(
            NDManager manager,
            CausalLm languageModel,
            Dtype dtype,
            Tokenizer tokenizer,
            Optional<VisualPrefix> vision,
            Optional<ClassHead> classHead,
            TrainableWeights trainables,
            Map<String, NDArray> frozen) {
        this.manager = manager;
        this.languageModel = languageModel;
        this.dtype = dtype;
        this.tokenizer = tokenizer;
        this.vision = vision;
        this.classHead = classHead;
        this.trainables = trainables;
        this.frozen = frozen;
    }

    /** Owns all tensors of the model. */
    public NDManager manager() {
        return manager;
    }

    /** The decoder, adapters included. */
    public CausalLm languageModel() {
        return languageModel;
    }

    /** Type of the language model's hidden states. */
    public Dtype dtype() {
        return dtype;
    }

    /** The shapes in which batches go through the decoder fastest. */
    public ShapeGrid shapes() {
        return languageModel.shapes();
    }

    /** Text to ids and back. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** The image encoder, unless the model is text-only. */
    public Optional<ImageEncoder> imageEncoder() {
        return vision.map(VisualPrefix::encoder);
    }

    /** The classifier of final hidden states, if the model has one. */
    public Optional<ClassHead> classHead() {
        return classHead;
    }

    /** S, embeddings one picture takes; 0 for a text-only model. */
    public int tokensPerImage() {
        return vision.map(VisualPrefix::tokens).orElse(0);
    }

    /** Trained tensors by name. */
    public Map<String, NDArray> parameters() {
        return trainables.parameters();
    }

    /** Tensors saved with the trained ones that take no gradient. */
    public Map<String, NDArray> buffers() {
        return trainables.buffers();
    }

    /** Frozen tensors by name, {@code language_model.…} and {@code image_encoder.…}. */
    public Map<String, NDArray> frozen() {
        return frozen;
    }

    /** Hash over names, types, shapes and bytes of all frozen tensors. */
    public String frozenHash() {
        return TensorHash.sha256(frozen);
    }

    /** Switches dropout and, where configured, batch statistics on or off. */
    public void training(boolean on) {
        vision.ifPresent(v -> v.training(on));
    }

    /** Prefixes of normalised pictures: (B, 3, R, R) to (B, S, D) in float32. */
    public NDArray embedImages(NDArray pixels) {
        return vision.orElseThrow(() -> new IllegalStateException("the model has no image encoder"))
                .forward(pixels);
    }

    /** Prefixes of features that {@link #imageFeatures} gave: (B, S, D) in float32. */
    public NDArray projectFeatures(NDArray features) {
        return vision.orElseThrow(() -> new IllegalStateException("the model has no image encoder"))
                .project(features);
    }

    /** Features of normalised pictures straight from the encoder: (B, N, C), or (B, C) when pooled. */
    public NDArray imageFeatures(NDArray pixels) {
        return vision.orElseThrow(() -> new IllegalStateException("the model has no image encoder"))
                .features(pixels);
    }

    /**
     * Embeddings of a batch of mixed rows that are one block, as prompts are.
     *
     * @param pixels the batch's pictures in order, (images, 3, R, R); not read if there are none
     * @param scratch takes the result and the intermediates
     * @return (B, T, D) in the language model's type
     */
    public NDArray embed(BatchLayout layout, Optional<NDArray> pixels, NDManager scratch) {
        return Scope.keep(() -> positions(layout, prefixes(pixels), scratch)
                .reshape(layout.rows(), layout.length(), languageModel.config().hiddenSize()));
    }

    private Supplier<NDArray> prefixes(Optional<NDArray> pixels) {
        return () -> embedImages(
                pixels.orElseThrow(() -> new IllegalArgumentException("rows have pictures, but none were given")));
    }

    /** Embeddings of all positions of all blocks, one after the other: (positions, D) in the language model's type. */
    private NDArray positions(BatchLayout layout, Supplier<NDArray> images, NDManager scratch) {
        return Scope.keep(() -> {
            long d = languageModel.config().hiddenSize();
            Optional<NDArray> tokens = layout.tokenIds().length == 0
                    ? Optional.empty()
                    : Optional.of(languageModel.embed(longs(layout.tokenIds(), scratch)));
            Optional<NDArray> prefixes = layout.images() == 0
                    ? Optional.empty()
                    : Optional.of(images.get().reshape(-1, d));
            NDArray list = tokens.isPresent()
                    ? prefixes.isPresent() ? TorchOps.concat(tokens.get(), prefixes.get(), 0) : tokens.get()
                    : TorchOps.cast(prefixes.orElseThrow(() -> new IllegalArgumentException("empty rows")), dtype);
            return TorchOps.selectRows(list, longs(layout.gather(), scratch));
        });
    }

    /**
     * Sum of the cross-entropies of a batch's labels in nats, with its way back to the gradients.
     *
     * @param prefixes makes the prefixes of the batch's pictures in order, (images, S, D); not asked if there are none
     * @param recompute whether the blocks' activations are computed again on the way back instead of being kept
     * @param scratch takes the result and the intermediates
     */
    public Loss loss(BatchLayout layout, Supplier<NDArray> prefixes, boolean recompute, NDManager scratch) {
        NDArray labels = longs(labelsByBlock(layout), scratch);
        return loss(layout, prefixes, recompute, hidden -> languageModel.crossEntropySum(hidden, labels), scratch);
    }

    /**
     * Sum of the cross-entropies of a batch's classes in nats, with its way back to the gradients.
     *
     * @param layout of rows whose labels are numbers of classes, predicted by the last position that is read
     * @param prefixes as in {@link #loss}
     * @param recompute as in {@link #loss}
     * @param scratch takes the result and the intermediates
     * @throws IllegalStateException if the model has no class head
     */
    public ClassLoss classLoss(BatchLayout layout, Supplier<NDArray> prefixes, boolean recompute, NDManager scratch) {
        ClassHead head = classHead.orElseThrow(() -> new IllegalStateException("the model has no class head"));
        ClassLoss.Counting counting = new ClassLoss.Counting(head, labelsByBlock(layout));
        Loss sum = loss(layout, prefixes, recompute, counting, scratch);
        return new ClassLoss(sum, counting.correct());
    }

    private Loss loss(
            BatchLayout layout,
            Supplier<NDArray> prefixes,
            boolean recompute,
            UnaryOperator<NDArray> head,
            NDManager scratch) {
        if (recompute && Autograd.isRecording()) {
            return new RecomputedLoss(languageModel, layout, positions(layout, prefixes, scratch), head);
        }
        return Loss.ofGraph(Scope.keep(() -> head.apply(labelHidden(layout, positions(layout, prefixes, scratch)))));
    }

    /** Cross-entropy of each label in nats, in the order of {@link BatchLayout#labels}: (labels) in float32. */
    public NDArray losses(BatchLayout layout, Optional<NDArray> pixels, NDManager scratch) {
        return Scope.keep(() -> {
            NDArray hidden = labelHidden(layout, positions(layout, prefixes(pixels), scratch));
            NDArray each = LossOps.crossEntropy(languageModel.logits(hidden), longs(labelsByBlock(layout), scratch));
            return TorchOps.selectRows(each, longs(placesByBlock(layout), scratch));
        });
    }

    /** Final hidden states of the positions that predict a label, block after block: (labels, D). */
    private NDArray labelHidden(BatchLayout layout, NDArray positions) {
        NDList blocks = new NDList(layout.blocks().size());
        for (LayoutBlock block : LayoutBlock.of(languageModel, layout, positions)) {
            blocks.add(block.pass().run(block.input()));
        }
        return blocks.size() == 1 ? blocks.get(0) : NDArrays.concat(blocks, 0);
    }

    /** The labels in the order of {@link #labelHidden}. */
    private static long[] labelsByBlock(BatchLayout layout) {
        long[] labels = layout.labels();
        return numbersByBlock(layout).mapToLong(number -> labels[number]).toArray();
    }

    /** Where each label is in the order of {@link #labelHidden}. */
    private static long[] placesByBlock(BatchLayout layout) {
        int[] numbers = numbersByBlock(layout).toArray();
        long[] places = new long[numbers.length];
        for (int place = 0; place < numbers.length; place++) {
            places[numbers[place]] = place;
        }
        return places;
    }

    private static IntStream numbersByBlock(BatchLayout layout) {
        return layout.blockLabels().stream().flatMapToInt(block -> IntStream.of(block.numbers()));
    }

    /** Puts pictures' pixels on the model's device: B * 3 * R * R normalised floats to (B, 3, R, R). */
    public NDArray pixels(float[] values, NDManager scratch) {
        int r = imageEncoder()
                .orElseThrow(() -> new IllegalStateException("the model has no image encoder"))
                .resolution();
        return HostData.floats(scratch, values, values.length / (3L * r * r), 3, r, r);
    }

    private static NDArray longs(long[] values, NDManager scratch) {
        return HostData.longs(scratch, values, values.length);
    }

    @Override
    public void close() {
        languageModel.close();
        manager.close();
    }
}
