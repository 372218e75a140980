package io.magma.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.magma.lm.CausalLm;
import io.magma.nn.KvCache;
import io.magma.torch.Autograd;
import io.magma.torch.LossOps;
import io.magma.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Log-probabilities of given answers after embedded prompts; prompts are run once, however many answers they have. */
public final class AnswerScorer {
    private final CausalLm lm;
    private final int batchSize;

    /**
     * Makes a scorer.
     *
     * @param batchSize answers that are run together; at least 1
     */
    public AnswerScorer(CausalLm lm, int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size must be at least 1, was " + batchSize);
        }
        this.lm = lm;
        this.batchSize = batchSize;
    }

    /** Scores one answer a prompt. */
    public List<AnswerScore> score(PromptBatch prompts, List<int[]> answers) {
        return scoreAll(prompts, answers.stream().map(List::of).toList()).stream()
                .map(one -> one.get(0))
                .toList();
    }

    /**
     * Scores several answers a prompt.
     *
     * @param answers for each row of {@code prompts} its answers; ids, none of them empty, with the end of sequence where it
     *     shall count
     * @return scores in the same places
     */
    public List<List<AnswerScore>> scoreAll(PromptBatch prompts, List<List<int[]>> answers) {
        try (NDManager manager = prompts.embeddings().getManager().newSubManager();
                Prefilled read = Autograd.frozen(() -> Prefilled.of(lm, prompts, manager, room(answers)))) {
            return scoreAll(read, answers);
        }
    }

    /** Tokens that are fed after the prompts to score these answers. */
    public static int room(List<List<int[]>> answers) {
        return answers.stream()
                .flatMap(List::stream)
                .mapToInt(answer -> Math.max(0, answer.length - 1))
                .max()
                .orElse(0);
    }

    /**
     * Scores several answers for each of some prompts that were read already, with {@link #room} for the answers.
     *
     * @param answers as above
     * @return scores in the same places
     */
    public List<List<AnswerScore>> scoreAll(Prefilled prompts, List<List<int[]>> answers) {
        if (answers.size() != prompts.rows()) {
            throw new IllegalArgumentException(prompts.rows() + " prompts, but answers for " + answers.size());
        }
        List<Continuation> all = new ArrayList<>();
        for (int row = 0; row < answers.size(); row++) {
            for (int[] answer : answers.get(row)) {
                all.add(new Continuation(row, answer));
            }
        }
        List<AnswerScore> scores = Autograd.frozen(() -> run(prompts, all));
        List<List<AnswerScore>> result = new ArrayList<>();
        int from = 0;
        for (List<int[]> own : answers) {
            result.add(scores.subList(from, from + own.size()));
            from += own.size();
        }
        return result;
    }

    private List<AnswerScore> run(Prefilled prompts, List<Continuation> all) {
        List<AnswerScore> scores = new ArrayList<>();
        try (NDManager manager = prompts.last().getManager().newSubManager()) {
            for (int from = 0; from < all.size(); from += batchSize) {
                List<Continuation> part = all.subList(from, Math.min(all.size(), from + batchSize));
                scores.addAll(scorePart(manager, prompts, part));
            }
        }
        return scores;
    }

    private List<AnswerScore> scorePart(NDManager manager, Prefilled prompts, List<Continuation> part) {
        int longest = part.stream().mapToInt(c -> c.tokens().length).max().orElse(0);
        int[] rows = part.stream().mapToInt(Continuation::row).toArray();
        float[] losses;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray hidden = TorchOps.selectRows(
                    prompts.last(),
                    manager.create(IntStream.of(rows).asLongStream().toArray()));
            if (longest > 1) {
                try (KvCache cache = prompts.cache().select(rows)) {
                    hidden = TorchOps.concat(hidden, lm.hidden(lm.embed(inputs(manager, part, longest - 1)), cache), 1);
                }
            }
            NDArray flat = hidden.reshape(-1, lm.config().hiddenSize()); // (answers * longest, D)
            NDArray used = TorchOps.selectRows(flat, manager.create(places(part, longest)));
            losses = LossOps.crossEntropy(lm.logits(used), manager.create(labels(part)))
                    .toFloatArray();
        }
        List<AnswerScore> scores = new ArrayList<>();
        int at = 0;
        for (Continuation c : part) {
            float[] own = new float[c.tokens().length];
            for (int i = 0; i < own.length; i++) {
                own[i] = -losses[at++];
            }
            scores.add(new AnswerScore(own));
        }
        return scores;
    }

    // All tokens but the last; filled up with token 0, which nothing before it sees.
    private static NDArray inputs(NDManager manager, List<Continuation> part, int width) {
        long[] ids = new long[part.size() * width];
        for (int i = 0; i < part.size(); i++) {
            int[] tokens = part.get(i).tokens();
            for (int t = 0; t < tokens.length - 1; t++) {
                ids[i * width + t] = tokens[t];
            }
        }
        return manager.create(ids, new Shape(part.size(), width));
    }

    private static long[] places(List<Continuation> part, int longest) {
        return IntStream.range(0, part.size())
                .boxed()
                .flatMap(i -> IntStream.range(0, part.get(i).tokens().length).mapToObj(t -> (long) i * longest + t))
                .mapToLong(Long::longValue)
                .toArray();
    }

    private static long[] labels(List<Continuation> part) {
        return part.stream()
                .flatMapToInt(c -> IntStream.of(c.tokens()))
                .asLongStream()
                .toArray();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Continuation(int row, int[] tokens) {
        Continuation {
            if (tokens.length == 0) {
                throw new IllegalArgumentException("an answer of prompt " + row + " has no tokens");
            }
        }
    }
}
