package io.magma.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.text.Tokenizer;
import io.magma.torch.HostData;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import io.magma.vision.ImageEncoder;
import io.magma.weights.TensorHash;
import io.magma.weights.TrainableWeights;
import java.nio.IntBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An image tower and a text tower with a shared space, and the loss that brings them together. */
public final class ContrastiveModel implements AutoCloseable {
    private final NDManager manager;
    private final Towers towers;
    private final ContrastiveLoss loss;
    private final TextInput textInput;
    private final TrainableWeights trainables;
    private final Map<String, NDArray> frozen;

    ContrastiveModel(
            NDManager manager,
            Towers towers,
            ContrastiveLoss loss,
            TextInput textInput,
            TrainableWeights trainables,
            Map<String, NDArray> frozen) {
        this.manager = manager;
        this.towers = towers;
        this.loss = loss;
        this.textInput = textInput;
        this.trainables = trainables;
        this.frozen = frozen;
    }

    /** Owns all tensors of the model. */
    public NDManager manager() {
        return manager;
    }

    /** Text to ids and back. */
    public Tokenizer tokenizer() {
        return textInput.tokenizer();
    }

    /** Id that ends a text. */
    public int endOfText() {
        return textInput.endOfText();
    }

    /** What encodes the pictures. */
    public ImageEncoder imageEncoder() {
        return towers.encoder().encoder();
    }

    /** Side of the pictures in pixels. */
    public int resolution() {
        return towers.images().resolution();
    }

    /** Trained tensors by name. */
    public Map<String, NDArray> parameters() {
        return trainables.parameters();
    }

    /** Tensors saved with the trained ones that take no gradient: running statistics. */
    public Map<String, NDArray> buffers() {
        return trainables.buffers();
    }

    /** Frozen tensors by name. */
    public Map<String, NDArray> frozen() {
        return frozen;
    }

    /** Hash over names, types, shapes and bytes of all frozen tensors. */
    public String frozenHash() {
        return TensorHash.sha256(frozen);
    }

    /** Factor of the cosines now. */
    public double scale() {
        return loss.scale();
    }

    /** Switches batch statistics, where configured, on or off. */
    public void training(boolean on) {
        towers.encoder().training(on);
    }

    /**
     * Embeds pictures.
     *
     * @param pixels B * 3 * R * R normalised floats
     * @param scratch takes the result and the intermediates
     * @return unit rows (B, E)
     */
    public NDArray embedImages(float[] pixels, NDManager scratch) {
        return Scope.keep(() -> TorchOps.normalizeRows(towers.images().forward(array(pixels, scratch))));
    }

    /**
     * Embeds texts.
     *
     * @param texts tokens of each text with its end-of-text token
     * @param scratch takes the result and the intermediates
     * @return unit rows (B, E)
     */
    public NDArray embedTexts(List<int[]> texts, NDManager scratch) {
        return Scope.keep(() -> TorchOps.normalizeRows(
                towers.texts().forward(TokenBatch.of(texts, textInput.contextLength(), scratch))));
    }

    /**
     * Loss of N pairs in nats, summed.
     *
     * @param pixels N * 3 * R * R normalised floats
     * @param texts tokens of each picture's text with its end-of-text token
     * @param scratch takes the result and the intermediates
     * @return scalar
     */
    public NDArray lossSum(float[] pixels, List<int[]> texts, NDManager scratch) {
        NDArray images = towers.images().forward(array(pixels, scratch));
        NDArray words = towers.texts().forward(TokenBatch.of(texts, textInput.contextLength(), scratch));
        return loss.sum(images, words, textIds(texts));
    }

    private NDArray array(float[] pixels, NDManager scratch) {
        int r = resolution();
        return HostData.floats(scratch, pixels, pixels.length / (3L * r * r), 3, r, r);
    }

    private static long[] textIds(List<int[]> texts) {
        Map<IntBuffer, Long> seen = new HashMap<>();
        return texts.stream()
                .mapToLong(text -> seen.computeIfAbsent(IntBuffer.wrap(text), t -> (long) seen.size()))
                .toArray();
    }

    @Override
    public void close() {
        manager.close();
    }
}
