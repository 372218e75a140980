package io.magma.generate;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.magma.lm.CausalLm;
import java.util.Arrays;

/** Prompts made of tokens alone. */
final class TokenPrompts {
    private TokenPrompts() {}

    static PromptBatch of(NDManager manager, CausalLm lm, int[]... prompts) {
        int longest = Arrays.stream(prompts).mapToInt(p -> p.length).max().orElseThrow();
        long[] ids = new long[prompts.length * longest];
        int[] padding = new int[prompts.length];
        for (int r = 0; r < prompts.length; r++) {
            padding[r] = longest - prompts[r].length;
            for (int t = 0; t < longest; t++) {
                // Padding is a real token, so that a leak of it would show.
                ids[r * longest + t] = t < padding[r] ? 17 : prompts[r][t - padding[r]];
            }
        }
        return new PromptBatch(lm.embed(manager.create(ids, new Shape(prompts.length, longest))), padding);
    }
}
