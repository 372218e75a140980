package io.magma.inference;

import ai.djl.ndarray.NDManager;
import io.magma.generate.Prefilled;
import io.magma.generate.PromptEmbeddings;
import io.magma.generate.SharedPrefill;
import io.magma.inference.PictureFeatures.Prepared;
import io.magma.multimodal.MultimodalModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Runs a request's prompts in batches in which prompts that begin alike are neighbours: what they share is read once, and a
 * picture is encoded once.
 */
final class PromptRunner {
    private final MultimodalModel model;
    private final EngineTurns engine;
    private final PictureFeatures features;
    private final int rowsAtOnce;

    /**
     * For one model.
     *
     * @param rowsAtOnce most prompts of a batch
     */
    PromptRunner(MultimodalModel model, EngineTurns engine, PictureFeatures features, int rowsAtOnce) {
        this.model = model;
        this.engine = engine;
        this.features = features;
        this.rowsAtOnce = rowsAtOnce;
    }

    /** What is done with a batch once its prompts are read. */
    interface Body<T> {
        /**
         * Tokens that will be fed after the prompts.
         *
         * @param numbers numbers of the prompts within the request, from 0
         * @param longest positions of the longest of them
         */
        int room(List<Integer> numbers, int longest);

        /** One result a prompt, in their order. */
        List<T> run(Prefilled prompts, List<Integer> numbers);
    }

    /** Runs all prompts; the results are in the order of the request. */
    <T> List<T> run(EncodedPrompts prompts, Body<T> body) {
        EncodedPrompts.Positions request = prompts.positions(model.tokensPerImage());
        List<Integer> order = SharedPrefill.order(request.rows());
        List<Optional<T>> results = new ArrayList<>(Collections.nCopies(order.size(), Optional.empty()));
        try (NDManager memory = engine.memory();
                SharedPrefill prefill = new SharedPrefill(model.languageModel(), memory)) {
            for (int from = 0; from < order.size(); from += rowsAtOnce) {
                int to = Math.min(order.size(), from + rowsAtOnce);
                List<Integer> batch = order.subList(from, to);
                Optional<int[]> next =
                        to < order.size() ? Optional.of(request.rows().get(order.get(to))) : Optional.empty();
                List<T> own = batch(request, batch, next, prefill, body);
                IntStream.range(0, own.size()).forEach(i -> results.set(batch.get(i), Optional.of(own.get(i))));
            }
        }
        return results.stream().map(Optional::orElseThrow).toList();
    }

    private <T> List<T> batch(
            EncodedPrompts.Positions request,
            List<Integer> batch,
            Optional<int[]> next,
            SharedPrefill prefill,
            Body<T> body) {
        List<int[]> rows = batch.stream().map(request.rows()::get).toList();
        int longest = rows.stream().mapToInt(r -> r.length).max().orElse(0);
        List<Integer> numbers = pictures(rows);
        List<Prepared> pictures =
                features.prepare(numbers.stream().map(request.pictures()::get).toList());
        return engine.run(scratch -> {
            PromptEmbeddings embeddings =
                    new PromptEmbeddings(model.languageModel(), scratch, features.embed(pictures, scratch), numbers);
            try (Prefilled read = prefill.read(rows, embeddings, next, body.room(batch, longest))) {
                return body.run(read, batch);
            }
        });
    }

    private List<Integer> pictures(List<int[]> rows) {
        int perPicture = model.tokensPerImage();
        return rows.stream()
                .flatMapToInt(IntStream::of)
                .filter(position -> position < 0)
                .map(position -> PromptEmbeddings.picture(position, perPicture))
                .distinct()
                .boxed()
                .toList();
    }
}
