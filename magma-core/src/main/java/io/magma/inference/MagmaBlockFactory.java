package io.magma.inference;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import io.magma.generate.SamplingConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Loads a model folder for DJL. The arguments {@code max_new_tokens}, {@code temperature}, {@code top_k}, {@code top_p},
 * {@code seed}, {@code stop}, {@code beams} and {@code length_penalty} of the criteria, if given, win over the folder's own decoding. The weights live as long as DJL's
 * model.
 *
 * @see DjlCriteria
 */
public final class MagmaBlockFactory implements BlockFactory {
    private static final long serialVersionUID = 1L;

    @Override
    public Block newBlock(Model model, Path folder, Map<String, ?> arguments) {
        VisionLanguageModel loaded =
                VisionLanguageModel.load(folder, model.getNDManager().getDevice());
        model.getNDManager().attachInternal(UUID.randomUUID().toString(), loaded);
        return new GenerationBlock(loaded, sampling(loaded.defaults(), arguments));
    }

    private static SamplingConfig sampling(SamplingConfig own, Map<String, ?> arguments) {
        return new SamplingConfig(
                argument(arguments, "max_new_tokens", Integer::valueOf, own.maxNewTokens()),
                argument(arguments, "temperature", Double::valueOf, own.temperature()),
                argument(arguments, "top_k", Integer::valueOf, own.topK()),
                argument(arguments, "top_p", Double::valueOf, own.topP()),
                own.topPMode(),
                argument(arguments, "seed", Long::valueOf, own.seed()),
                argument(arguments, "stop", List::of, own.stop()),
                argument(arguments, "beams", Integer::valueOf, own.beams()),
                argument(arguments, "length_penalty", Double::valueOf, own.lengthPenalty()),
                own.earlyStopping());
    }

    // DJL passes arguments on as they were given or, out of files and addresses, as text.
    private static <T> T argument(Map<String, ?> arguments, String key, Function<String, T> parse, T fallback) {
        Optional<String> given = Optional.ofNullable(arguments.get(key)).map(String::valueOf);
        try {
            return given.map(parse).orElse(fallback);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(key + " must be a number, was '" + given.orElse("") + "'", e);
        }
    }
}
