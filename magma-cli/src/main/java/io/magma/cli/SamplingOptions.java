package io.magma.cli;

import io.magma.config.EarlyStopping;
import io.magma.config.GenerationConfig;
import io.magma.generate.SamplingConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options that override how a model's configuration decodes. */
final class SamplingOptions {
    @Option(names = "--max-new-tokens", paramLabel = "N", description = "Tokens after which generation stops.")
    private Optional<Integer> maxNewTokens = Optional.empty();

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "Divides the logits; 0 takes the most probable token.")
    private Optional<Double> temperature = Optional.empty();

    @Option(names = "--top-k", paramLabel = "K", description = "Sample from the K most probable tokens; 0 means all.")
    private Optional<Integer> topK = Optional.empty();

    @Option(names = "--top-p", paramLabel = "P", description = "Sample from the most probable tokens of this mass.")
    private Optional<Double> topP = Optional.empty();

    @Option(names = "--seed", paramLabel = "S", description = "Seed of the sampling.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "Text that ends generation and is cut off; may be repeated.")
    private List<String> stop = new ArrayList<>();

    @Option(
            names = "--beams",
            paramLabel = "N",
            description = "Hypotheses of beam search, with temperature 0; 1 means no search.")
    private Optional<Integer> beams = Optional.empty();

    @Option(
            names = "--length-penalty",
            paramLabel = "P",
            description = "Beam search divides a text's log-probability by its length to this power.")
    private Optional<Double> lengthPenalty = Optional.empty();

    @Option(
            names = "--early-stopping",
            paramLabel = "WHEN",
            description = "When beam search ends: ${COMPLETION-CANDIDATES}.")
    private Optional<EarlyStopping> earlyStopping = Optional.empty();

    /**
     * These options over those of a configuration.
     *
     * @throws io.magma.config.ConfigException if a value is out of range
     */
    SamplingConfig over(GenerationConfig config) {
        return SamplingConfig.of(new GenerationConfig(
                maxNewTokens.orElse(config.maxNewTokens()),
                temperature.orElse(config.temperature()),
                topK.orElse(config.topK()),
                topP.orElse(config.topP()),
                config.topPMode(),
                seed.orElse(config.seed()),
                stop.isEmpty() ? config.stop() : stop,
                beams.orElse(config.beams()),
                lengthPenalty.orElse(config.lengthPenalty()),
                earlyStopping.orElse(config.earlyStopping())));
    }
}
