package io.magma.train.eval.run;

import io.magma.config.ConfigException;
import io.magma.train.eval.protocol.AskedItem;
import io.magma.train.eval.protocol.PromptBuilder;
import io.magma.train.eval.protocol.PromptPart;
import io.magma.train.eval.protocol.Protocol;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the prompts of a trial, with fewer examples where the model's context is too short for them; what is dropped is the
 * beginning, so that examples next to the question stay.
 */
final class Preparation {
    private final Answerer answerer;
    private final PromptBuilder builder;
    private final int room;

    /**
     * Prepares for a protocol.
     *
     * @param labels texts that are ranked, as they follow a prompt; empty where answers are generated
     */
    Preparation(Answerer answerer, Protocol protocol, List<String> labels) {
        this.answerer = answerer;
        this.builder = new PromptBuilder(protocol.prompt());
        int answer = switch (protocol.decoding().mode()) {
            case GENERATE -> protocol.decoding().maxNewTokens();
            case CLASS_HEAD -> 0;
            case RANK_SUM, RANK_MEAN, CLOSED_SET -> answerer.answerTokens(labels);
        };
        this.room = answerer.context() - answer;
    }

    /** The prompts of all items, in their order. */
    List<PreparedItem> prepare(List<AskedItem> asked, Baseline baseline, long seed) {
        List<Path> others = OtherPictures.of(asked, seed);
        List<PreparedItem> prepared = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            prepared.add(prepare(asked.get(i), baseline, others.get(i)));
        }
        return prepared;
    }

    private PreparedItem prepare(AskedItem asked, Baseline baseline, Path other) {
        int count = asked.shots().size();
        int tokens = 0;
        for (int dropped = 0; dropped <= count; dropped++) {
            AskedItem fewer = new AskedItem(asked.item(), asked.shots().subList(dropped, count));
            List<PromptPart> prompt = baseline.prompt(builder, fewer, other);
            if (prompt.isEmpty()) {
                throw new ConfigException("prompt.query: without its picture there is nothing to read; the baseline "
                        + "question_only goes with prompts that have a text");
            }
            tokens = answerer.tokens(prompt);
            if (tokens <= room) {
                return new PreparedItem(fewer, prompt, tokens, dropped);
            }
        }
        throw new ConfigException(asked.item().id() + ": has " + tokens
                + " tokens without any example; the model's context of " + answerer.context() + " leaves " + room
                + " beside the answer");
    }
}
