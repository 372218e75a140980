package io.magma.multimodal;

import java.util.List;

/**
 * A question with a known answer.
 *
 * @param items token ids, with {@link TokenSequence#IMAGE} for the probes' own pictures
 * @param greedy the tokens of greedy decoding
 */
public record Probe(List<Integer> items, List<Integer> greedy) {
    public Probe {
        items = List.copyOf(items);
        greedy = List.copyOf(greedy);
    }
}
