package io.magma.generate;

import io.magma.config.EarlyStopping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Beam search for one prompt, on the host: open hypotheses, ended ones, and when it is over.
 *
 * <p>The rules are those of transformers 5. A hypothesis' score is the sum of its tokens' log-probabilities in float32, divided,
 * once it has ended, by the number of generated tokens, the end of sequence included, to the power of the length penalty. Of the
 * candidates of a step, twice as many as there are beams, those among the first {@code beams} that end are kept as ended, the
 * best of the others go on.
 */
final class BeamHypotheses {
    // Score of what is not really there; log-probabilities vanish beside it in float32.
    private static final float ABSENT = -1e9f;

    private final int beams;
    private final double lengthPenalty;
    private final EarlyStopping earlyStopping;
    private final int maxTokens;
    private final List<Hypothesis> ended = new ArrayList<>();
    private List<Hypothesis> open;
    private int length;
    private boolean done;

    BeamHypotheses(SamplingConfig config, int maxTokens) {
        this.beams = config.beams();
        this.lengthPenalty = config.lengthPenalty();
        this.earlyStopping = config.earlyStopping();
        this.maxTokens = maxTokens;
        this.open = new ArrayList<>();
        for (int beam = 0; beam < beams; beam++) {
            // All beams are the prompt, so only one of them may be continued at first.
            open.add(new Hypothesis(new int[0], beam == 0 ? 0 : ABSENT, beam));
        }
    }

    /**
     * A text, possibly unfinished.
     *
     * @param score as described above
     * @param beam beam that it continues
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Hypothesis(int[] tokens, float score, int beam) {
        int last() {
            return tokens[tokens.length - 1];
        }
    }

    /** Those to be continued, as many as there are beams, the best first. */
    List<Hypothesis> open() {
        return open;
    }

    /** Whether the search is over. */
    boolean done() {
        return done;
    }

    /** The best text; its last token may be the end of sequence. */
    Hypothesis best() {
        return ended.get(0);
    }

    /**
     * Takes one step.
     *
     * @param candidates continuations of the open hypotheses by falling score, twice as many as there are beams
     * @param ends whether these tokens end a text
     */
    void step(List<Hypothesis> candidates, Predicate<int[]> ends) {
        length++;
        List<Hypothesis> next = new ArrayList<>();
        for (int rank = 0; rank < candidates.size(); rank++) {
            Hypothesis candidate = candidates.get(rank);
            if (length < maxTokens && !ends.test(candidate.tokens())) {
                next.add(candidate);
            } else if (rank < beams) {
                ended.add(new Hypothesis(candidate.tokens(), penalised(candidate.score(), length), candidate.beam()));
            }
        }
        ended.sort(Comparator.comparing(Hypothesis::score).reversed());
        while (ended.size() > beams) {
            ended.remove(ended.size() - 1);
        }
        open = fill(next);
        done = next.isEmpty() || !improvable() || (earlyStopping == EarlyStopping.FIRST && ended.size() == beams);
    }

    // Where too few go on, as with a stop text that all candidates contain, copies of the first keep the number.
    private List<Hypothesis> fill(List<Hypothesis> next) {
        List<Hypothesis> filled = new ArrayList<>(next.subList(0, Math.min(beams, next.size())));
        while (!filled.isEmpty() && filled.size() < beams) {
            filled.add(new Hypothesis(next.get(0).tokens(), ABSENT, next.get(0).beam()));
        }
        return filled;
    }

    private boolean improvable() {
        if (ended.size() < beams || open.isEmpty()) {
            return true;
        }
        boolean longest = earlyStopping == EarlyStopping.NEVER && lengthPenalty > 0;
        float attainable = penalised(open.get(0).score(), longest ? maxTokens : length);
        return attainable > ended.get(beams - 1).score();
    }

    private float penalised(float score, int tokens) {
        return score / (float) Math.pow(tokens, lengthPenalty);
    }

    /** {@code tokens} and one more. */
    static int[] append(int[] tokens, int token) {
        int[] longer = Arrays.copyOf(tokens, tokens.length + 1);
        longer[tokens.length] = token;
        return longer;
    }
}
