package io.magma.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import io.magma.generate.BeamHypotheses.Hypothesis;
import io.magma.lm.CausalLm;
import io.magma.nn.KvCache;
import io.magma.text.TextStream;
import io.magma.text.Tokenizer;
import io.magma.torch.TorchOps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Beam search over a batch of prompts: all beams of all prompts go through the decoder together, by {@link BeamHypotheses}' rules. */
final class BeamSearch {
    private final CausalLm lm;
    private final Tokenizer tokenizer;
    private final int eosId;
    private final SamplingConfig config;
    private final int beams;

    BeamSearch(CausalLm lm, Tokenizer tokenizer, int eosId, SamplingConfig config) {
        this.lm = lm;
        this.tokenizer = tokenizer;
        this.eosId = eosId;
        this.config = config;
        this.beams = config.beams();
    }

    /** Decodes each prompt and hands the best text to its row, token by token. */
    void decode(Prefilled prompts, int maxTokens, List<RowDecoding> rows) {
        List<Hypothesis> best = best(prompts, maxTokens);
        for (int row = 0; row < rows.size(); row++) {
            for (int token : best.get(row).tokens()) {
                if (!rows.get(row).finished()) {
                    rows.get(row).accept(token);
                }
            }
        }
    }

    /** The best text of each prompt; its last token may be the end of sequence. */
    List<Hypothesis> best(Prefilled prompts, int maxTokens) {
        List<BeamHypotheses> all = IntStream.range(0, prompts.rows())
                .mapToObj(row -> new BeamHypotheses(config, maxTokens))
                .toList();
        try (NDManager manager = prompts.last().getManager().newSubManager()) {
            search(manager, prompts, all);
        }
        return all.stream().map(BeamHypotheses::best).toList();
    }

    private void search(NDManager manager, Prefilled prompts, List<BeamHypotheses> all) {
        int promptTokens = prompts.tokens();
        int[] repeated =
                IntStream.range(0, all.size() * beams).map(i -> i / beams).toArray();
        KvCache cache = prompts.cache().select(repeated);
        List<BeamHypotheses> batch = all;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            NDArray rows = manager.create(IntStream.of(repeated).asLongStream().toArray());
            step(TorchOps.selectRows(prompts.last(), rows), manager, batch);
        }
        while (batch.stream().anyMatch(b -> !b.done())) {
            cache.reorder(continued(batch), promptTokens);
            List<BeamHypotheses> before = batch;
            int[] live = IntStream.range(0, batch.size())
                    .filter(i -> !before.get(i).done())
                    .toArray();
            if (2 * live.length <= batch.size()) {
                KvCache whole = cache;
                cache = whole.select(beamsOf(live));
                whole.close();
                batch = IntStream.of(live).mapToObj(before::get).toList();
            }
            try (NDScope scope = new NDScope()) {
                scope.suppressNotUsedWarning();
                long[] last = batch.stream().flatMapToLong(this::fed).toArray();
                NDArray ids = manager.create(last, new Shape(last.length, 1));
                step(lm.hidden(lm.embed(ids), cache), manager, batch);
            }
        }
        cache.close();
    }

    private int[] beamsOf(int[] prompts) {
        return IntStream.of(prompts)
                .flatMap(p -> IntStream.range(p * beams, (p + 1) * beams))
                .toArray();
    }

    // Rows of the cache that the open hypotheses continue.
    private int[] continued(List<BeamHypotheses> batch) {
        return IntStream.range(0, batch.size() * beams)
                .map(i -> {
                    BeamHypotheses prompt = batch.get(i / beams);
                    return prompt.done()
                            ? i
                            : i / beams * beams + prompt.open().get(i % beams).beam();
                })
                .toArray();
    }

    private LongStream fed(BeamHypotheses prompt) {
        return prompt.done()
                ? LongStream.range(0, beams).map(beam -> eosId)
                : prompt.open().stream().mapToLong(Hypothesis::last);
    }

    // Hidden states (N * beams, 1, D) of the last tokens.
    private void step(NDArray last, NDManager manager, List<BeamHypotheses> batch) {
        NDArray logits = Generator.nextScores(lm, last);
        int vocabulary = Math.toIntExact(logits.getShape().get(1));
        int count = 2 * beams;
        float[] scores = new float[batch.size() * beams];
        for (int i = 0; i < scores.length; i++) {
            BeamHypotheses prompt = batch.get(i / beams);
            scores[i] = prompt.done() ? 0 : prompt.open().get(i % beams).score();
        }
        double[] best = TorchOps.beamCandidates(logits, manager.create(scores), beams, count)
                .toDoubleArray();
        for (int p = 0; p < batch.size(); p++) {
            BeamHypotheses prompt = batch.get(p);
            if (!prompt.done()) {
                List<Hypothesis> candidates = new ArrayList<>();
                for (int i = p * count; i < (p + 1) * count; i++) {
                    int at = (int) best[batch.size() * count + i];
                    int beam = at / vocabulary;
                    int[] tokens = BeamHypotheses.append(prompt.open().get(beam).tokens(), at % vocabulary);
                    candidates.add(new Hypothesis(tokens, (float) best[i], beam));
                }
                prompt.step(candidates, this::ends);
            }
        }
    }

    private boolean ends(int[] tokens) {
        if (tokens[tokens.length - 1] == eosId) {
            return true;
        }
        if (config.stop().isEmpty()) {
            return false;
        }
        TextStream pieces = new TextStream(tokenizer);
        StopText text = new StopText(config.stop());
        for (int token : tokens) {
            text.append(pieces.push(token));
        }
        return text.stopped();
    }
}
