package io.magma.train.imports;

import io.magma.weights.StreamedTensor;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Second names in checkpoints of the reference implementation, which keeps parts of its language model twice in its tree. */
final class AliasKeys {
    private static final Pattern BLOCK = Pattern.compile("transformer\\.(\\d+\\..*)");

    private AliasKeys() {}

    /**
     * Compares every second name with the tensor it should be, and drops it.
     *
     * @throws WeightsException if the two differ
     */
    static void drop(KeyLedger keys) throws IOException {
        for (String key : List.copyOf(keys.keys())) {
            Optional<String> original = original(key).filter(keys::has);
            if (original.isPresent() && !keys.isUsed(key)) {
                StreamedTensor copy = keys.get(key).orElseThrow();
                if (!TensorEquality.equal(copy, keys.get(original.get()).orElseThrow())) {
                    throw new WeightsException(
                            keys.file(), key + " differs from " + original.get() + ", of which it should be a copy");
                }
                keys.drop(key, KeyFate.ALIAS, original.get());
            }
        }
    }

    private static Optional<String> original(String key) {
        if (key.equals("word_embedding.weight")) {
            return Optional.of("lm.transformer.wte.weight");
        }
        Matcher block = BLOCK.matcher(key);
        return block.matches() ? Optional.of(GptJShape.BLOCKS + block.group(1)) : Optional.empty();
    }
}
