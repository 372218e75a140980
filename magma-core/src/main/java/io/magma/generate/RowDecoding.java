package io.magma.generate;

import io.magma.text.TextStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** One row of a batch while it is decoded. */
final class RowDecoding {
    private final int row;
    private final int eosId;
    private final int maxTokens;
    private final TextStream pieces;
    private final StopText text;
    private final TokenListener listener;
    private final SplittableRandom random;
    private final List<Integer> tokens = new ArrayList<>();
    private boolean finished;
    private FinishReason reason = FinishReason.LENGTH;

    RowDecoding(
            int row,
            int eosId,
            int maxTokens,
            TextStream pieces,
            StopText text,
            TokenListener listener,
            SplittableRandom random) {
        this.row = row;
        this.eosId = eosId;
        this.maxTokens = maxTokens;
        this.pieces = pieces;
        this.text = text;
        this.listener = listener;
        this.random = random;
    }

    SplittableRandom random() {
        return random;
    }

    boolean finished() {
        return finished;
    }

    /** The token that the model is given next. */
    int last() {
        return tokens.isEmpty() ? eosId : tokens.get(tokens.size() - 1);
    }

    /** Takes the next token in. */
    void accept(int token) {
        if (token == eosId) {
            finish(FinishReason.EOS);
            return;
        }
        tokens.add(token);
        listener.token(row, token, text.append(pieces.push(token)));
        if (text.stopped()) {
            finish(FinishReason.STOP);
        } else if (tokens.size() == maxTokens) {
            finish(FinishReason.LENGTH);
        }
    }

    Generation generation() {
        return new Generation(tokens.stream().mapToInt(Integer::intValue).toArray(), text.text(), reason);
    }

    private void finish(FinishReason why) {
        String rest = text.append(pieces.finish()) + text.end();
        finished = true;
        // The bytes held back can complete a stop text too.
        reason = text.stopped() ? FinishReason.STOP : why;
        listener.finished(row, rest, generation());
    }
}
