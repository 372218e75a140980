package io.magma.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.multimodal.MultimodalModel;
import io.magma.torch.HostData;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Embeddings of pictures, remembered by what the pictures hold: the latest are kept in the JVM's memory, in float32, up to a
 * limit. Safe for use by several threads where it does not say otherwise.
 */
final class PictureFeatures {
    private static final int PICTURES_AT_ONCE = 16;

    private final MultimodalModel model;
    private final long maxBytes;
    private final Map<String, float[]> remembered = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /**
     * Remembers nothing yet.
     *
     * @param maxBytes most that is kept
     */
    PictureFeatures(MultimodalModel model, long maxBytes) {
        this.model = model;
        this.maxBytes = maxBytes;
    }

    /**
     * A picture whose embeddings were remembered, or whose pixels are to be embedded.
     *
     * @param values embeddings, S * D floats, or pixels, 3 * R * R floats
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Prepared(String key, boolean embedded, float[] values) {}

    /**
     * Looks pictures up and decodes the others; needs no engine.
     *
     * @throws io.magma.image.raster.ImageException if one is no picture
     */
    List<Prepared> prepare(List<PictureContent> pictures) {
        return pictures.stream()
                .map(picture -> remembered(picture.key())
                        .map(values -> new Prepared(picture.key(), true, values))
                        .orElseGet(() -> new Prepared(picture.key(), false, picture.pixels())))
                .toList();
    }

    /** Embeddings in the type of the language model, (P, S, D), attached to {@code scratch}; none of no pictures. */
    Optional<NDArray> embed(List<Prepared> pictures, NDManager scratch) {
        if (pictures.isEmpty()) {
            return Optional.empty();
        }
        List<Prepared> fresh = pictures.stream().filter(p -> !p.embedded()).toList();
        Map<String, float[]> embedded = new LinkedHashMap<>();
        for (int from = 0; from < fresh.size(); from += PICTURES_AT_ONCE) {
            encode(fresh.subList(from, Math.min(fresh.size(), from + PICTURES_AT_ONCE)), scratch, embedded);
        }
        int size = model.tokensPerImage() * model.languageModel().config().hiddenSize();
        float[] all = new float[Math.multiplyExact(size, pictures.size())];
        IntStream.range(0, pictures.size()).forEach(i -> {
            Prepared picture = pictures.get(i);
            float[] values =
                    picture.embedded() ? picture.values() : Objects.requireNonNull(embedded.get(picture.key()));
            System.arraycopy(values, 0, all, i * size, size);
        });
        return Optional.of(Scope.keep(() -> TorchOps.cast(
                HostData.floats(scratch, all, pictures.size(), model.tokensPerImage(), size / model.tokensPerImage()),
                model.dtype())));
    }

    private void encode(List<Prepared> pictures, NDManager scratch, Map<String, float[]> into) {
        int size = pictures.get(0).values().length;
        float[] pixels = new float[Math.multiplyExact(size, pictures.size())];
        for (int i = 0; i < pictures.size(); i++) {
            System.arraycopy(pictures.get(i).values(), 0, pixels, i * size, size);
        }
        float[] all;
        try (NDArray embeddings = Scope.keep(() -> model.embedImages(model.pixels(pixels, scratch)))) {
            all = embeddings.toFloatArray();
        }
        int each = all.length / pictures.size();
        for (int i = 0; i < pictures.size(); i++) {
            float[] own = Arrays.copyOfRange(all, i * each, (i + 1) * each);
            into.put(pictures.get(i).key(), own);
            remember(pictures.get(i).key(), own);
        }
    }

    private synchronized Optional<float[]> remembered(String key) {
        return Optional.ofNullable(remembered.get(key));
    }

    private synchronized void remember(String key, float[] values) {
        if (remembered.put(key, values) == null) {
            bytes += (long) values.length * Float.BYTES;
        }
        Iterator<float[]> eldest = remembered.values().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            bytes -= (long) eldest.next().length * Float.BYTES;
            eldest.remove();
        }
    }
}
