package io.magma.train.eval.run;

import io.magma.train.eval.protocol.AskedItem;
import io.magma.train.eval.protocol.PromptPart;
import java.util.List;

/**
 * An item as it is asked.
 *
 * @param asked the item and the examples that there is room for
 * @param prompt what the model reads
 * @param tokens of the prompt
 * @param dropped examples that there was no room for
 */
record PreparedItem(AskedItem asked, List<PromptPart> prompt, int tokens, int dropped) {
    String id() {
        return asked.item().id();
    }
}
