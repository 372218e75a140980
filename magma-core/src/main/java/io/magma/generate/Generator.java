package io.magma.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.magma.lm.CausalLm;
import io.magma.lm.LanguageModelException;
import io.magma.nn.KvCache;
import io.magma.text.TextStream;
import io.magma.text.Tokenizer;
import io.magma.torch.Autograd;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Continues prompts token by token, keeping keys and values of the past.
 *
 * <p>Each row ends on its own; ended rows leave the batch once half of it has ended. What a row becomes depends on its prompt,
 * the settings and its number in the request, not on the rows beside it.
 */
public final class Generator {
    private final CausalLm lm;
    private final Tokenizer tokenizer;
    private final int eosId;
    private final int vocabulary;

    /**
     * Makes a generator.
     *
     * @param tokenizer turns ids into text; ids that the model's head has beyond its vocabulary, as padding of the matrix, are
     *     never sampled, while greedy decoding is the argmax over the whole head, as everywhere, and such ids have no text
     * @param eosId id that ends a text
     */
    public Generator(CausalLm lm, Tokenizer tokenizer, int eosId) {
        this.lm = lm;
        this.tokenizer = tokenizer;
        this.eosId = eosId;
        this.vocabulary = Math.min(tokenizer.vocabularySize(), lm.config().vocabSize());
    }

    /** Continues each prompt; the generations are in the order of the rows. */
    public List<Generation> generate(PromptBatch prompts, SamplingConfig config) {
        return generate(prompts, config, TokenListener.NONE);
    }

    /**
     * Continues each prompt and reports every token. Padding counts into the model's context.
     *
     * @throws LanguageModelException if a prompt is longer than the model's context
     */
    public List<Generation> generate(PromptBatch prompts, SamplingConfig config, TokenListener listener) {
        int room = newTokens(prompts.tokens(), config) - 1;
        long[] numbers = LongStream.range(0, prompts.rows())
                .map(r -> prompts.firstRow() + r)
                .toArray();
        try (NDManager manager = prompts.embeddings().getManager().newSubManager();
                Prefilled read = Autograd.frozen(() -> Prefilled.of(lm, prompts, manager, room))) {
            return generate(read, numbers, config, listener);
        }
    }

    /**
     * Continues prompts that were read already and reports every token, by its row in the batch.
     *
     * @param numbers number of each row within the whole request, from 0; it chooses the random numbers, so a request gives the
     *     same texts however it is cut into batches
     */
    public List<Generation> generate(Prefilled prompts, long[] numbers, SamplingConfig config, TokenListener listener) {
        int maxTokens = newTokens(prompts.tokens(), config);
        List<RowDecoding> rows = IntStream.range(0, prompts.rows())
                .mapToObj(r -> new RowDecoding(
                        r,
                        eosId,
                        maxTokens,
                        new TextStream(tokenizer),
                        new StopText(config.stop()),
                        listener,
                        RowRandom.of(config.seed(), numbers[r])))
                .toList();
        Autograd.frozen(() -> {
            if (config.beams() > 1) {
                new BeamSearch(lm, tokenizer, eosId, config).decode(prompts, maxTokens, rows);
            } else {
                decode(prompts, TokenSampler.of(config), rows);
            }
            return rows;
        });
        return rows.stream().map(RowDecoding::generation).toList();
    }

    /**
     * Tokens that can be generated after prompts, all but the last of which need room in a cache.
     *
     * @param tokens longest prompt
     * @throws LanguageModelException if it is longer than the model's context
     */
    public int newTokens(int tokens, SamplingConfig config) {
        // The last token is never fed back, so it needs no place.
        int room = lm.config().maxPositions() - tokens + 1;
        if (room < 1) {
            throw new LanguageModelException("the prompt has " + tokens + " tokens, the language model's context "
                    + lm.config().maxPositions());
        }
        return Math.min(config.maxNewTokens(), room);
    }

    private void decode(Prefilled prompts, TokenSampler sampler, List<RowDecoding> rows) {
        try (NDManager manager = prompts.last().getManager().newSubManager()) {
            KvCache cache = prompts.cache();
            List<RowDecoding> batch = rows;
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                take(prompts.last(), sampler, batch);
            }
            while (batch.stream().anyMatch(row -> !row.finished())) {
                int[] live = live(batch);
                if (2 * live.length <= batch.size()) {
                    KvCache all = cache;
                    List<RowDecoding> before = batch;
                    cache = all.select(live);
                    if (all != prompts.cache()) {
                        all.close();
                    }
                    batch = Arrays.stream(live).mapToObj(before::get).toList();
                }
                try (NDScope scope = new NDScope()) {
                    scope.suppressNotUsedWarning();
                    long[] last = batch.stream().mapToLong(RowDecoding::last).toArray();
                    NDArray ids = manager.create(last, new Shape(last.length, 1));
                    take(lm.hidden(lm.embed(ids), cache), sampler, batch);
                }
            }
            if (cache != prompts.cache()) {
                cache.close();
            }
        }
    }

    private static int[] live(List<RowDecoding> batch) {
        return IntStream.range(0, batch.size())
                .filter(i -> !batch.get(i).finished())
                .toArray();
    }

    // Hidden states (B, 1, D) of the last tokens.
    private void take(NDArray last, TokenSampler sampler, List<RowDecoding> batch) {
        int[] next = choose(nextScores(lm, last), sampler, batch);
        for (int i = 0; i < next.length; i++) {
            if (!batch.get(i).finished()) {
                batch.get(i).accept(next[i]);
            }
        }
    }

    /** Scores (B, V) in float32 of the tokens after hidden states (B, 1, D). */
    static NDArray nextScores(CausalLm lm, NDArray last) {
        NDArray scores = TorchOps.cast(lm.logits(last).squeeze(1), Dtype.FLOAT32);
        if (!TorchOps.allFinite(scores)) {
            throw new LanguageModelException("the language model's scores are not finite; is its type too narrow?");
        }
        return scores;
    }

    private int[] choose(NDArray scores, TokenSampler sampler, List<RowDecoding> batch) {
        if (sampler == TokenSampler.GREEDY) {
            // On the device: the scores need not come over.
            return Arrays.stream(scores.argMax(1).toLongArray())
                    .mapToInt(Math::toIntExact)
                    .toArray();
        }
        float[] all =
                TorchOps.contiguous(TorchOps.narrow(scores, 1, 0, vocabulary)).toFloatArray();
        int[] next = new int[batch.size()];
        for (int i = 0; i < next.length; i++) {
            RowDecoding row = batch.get(i);
            if (!row.finished()) {
                float[] own = Arrays.copyOfRange(all, i * vocabulary, (i + 1) * vocabulary);
                next[i] = sampler.sample(own, row.random());
            }
        }
        return next;
    }
}
