package io.magma.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.lm.CausalLm;
import io.magma.torch.HostData;
import io.magma.torch.Scope;
import io.magma.torch.TorchOps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Embeds prompts that are given position by position: a token by its id, the i-th position of the request's pictures, counted
 * over all of them, by {@code -1 - i}. So equal numbers mean equal embeddings, whatever a position holds.
 */
public final class PromptEmbeddings {
    private final CausalLm lm;
    private final NDManager scratch;
    private final Optional<NDArray> pictures;
    private final Map<Integer, Integer> places;
    private final int perPicture;

    /**
     * Prepares to embed.
     *
     * @param scratch takes the results and the intermediates
     * @param pictures embeddings of pictures (P, S, D) in the type of the model's hidden states; empty without pictures
     * @param numbers which pictures of the request those are
     */
    public PromptEmbeddings(CausalLm lm, NDManager scratch, Optional<NDArray> pictures, List<Integer> numbers) {
        this.lm = lm;
        this.scratch = scratch;
        this.perPicture = pictures.map(p -> (int) p.getShape().get(1)).orElse(0);
        this.pictures = pictures.map(p -> p.reshape(-1, lm.config().hiddenSize()));
        this.places = new LinkedHashMap<>();
        numbers.forEach(number -> places.put(number, places.size()));
    }

    /** A position of a picture: number {@code k} of the {@code perPicture} of picture {@code picture} of the request. */
    public static int position(int picture, int perPicture, int k) {
        return -1 - Math.addExact(Math.multiplyExact(picture, perPicture), k);
    }

    /** The picture of the request that a negative position belongs to. */
    public static int picture(int position, int perPicture) {
        return (-1 - position) / perPicture;
    }

    /** Embeds rows that start together, (B, T, D); what stands after shorter ones means nothing. */
    NDArray of(List<int[]> rows) {
        int longest = rows.stream().mapToInt(r -> r.length).max().orElse(0);
        Map<Integer, Integer> tokens = new LinkedHashMap<>();
        Map<Integer, Integer> seen = new LinkedHashMap<>();
        for (int[] row : rows) {
            for (int position : row) {
                Map<Integer, Integer> list = position >= 0 ? tokens : seen;
                list.putIfAbsent(position, list.size());
            }
        }
        long[] gather = new long[rows.size() * longest];
        for (int r = 0; r < rows.size(); r++) {
            for (int t = 0; t < rows.get(r).length; t++) {
                Integer position = rows.get(r)[t];
                gather[r * longest + t] = position >= 0
                        ? Objects.requireNonNull(tokens.get(position))
                        : tokens.size() + Objects.requireNonNull(seen.get(position));
            }
        }
        return Scope.keep(() -> TorchOps.selectRows(list(tokens, seen), longs(gather))
                .reshape(rows.size(), longest, lm.config().hiddenSize()));
    }

    private NDArray list(Map<Integer, Integer> tokens, Map<Integer, Integer> seen) {
        Optional<NDArray> words = tokens.isEmpty()
                ? Optional.empty()
                : Optional.of(lm.embed(longs(
                        tokens.keySet().stream().mapToLong(Integer::longValue).toArray())));
        if (seen.isEmpty()) {
            return words.orElseThrow(() -> new IllegalArgumentException("empty rows"));
        }
        NDArray all =
                pictures.orElseThrow(() -> new IllegalArgumentException("rows have pictures, but none were given"));
        NDArray used = TorchOps.selectRows(
                all, longs(seen.keySet().stream().mapToLong(this::place).toArray()));
        return words.isPresent() ? TorchOps.concat(words.get(), used, 0) : used;
    }

    private long place(int position) {
        int number = picture(position, perPicture);
        Integer place = places.get(number);
        if (place == null) {
            throw new IllegalArgumentException("picture " + number + " was not given");
        }
        return (long) place * perPicture + (-1 - position) % perPicture;
    }

    private NDArray longs(long[] values) {
        return HostData.longs(scratch, values, values.length);
    }
}
