package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.multimodal.ModelFolder;
import io.magma.multimodal.ModelManifest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that give a model: a run configuration with its start weights, or something trained. */
final class ModelOptions {
    /** One of the two. */
    static final class Source {
        @Option(
                names = {"-c", "--config"},
                required = true,
                paramLabel = "FILE",
                description = "Run configuration, YAML; the model has its start weights.")
        private Optional<Path> config = Optional.empty();

        @Option(
                names = {"-m", "--model"},
                required = true,
                paramLabel = "DIR",
                description = "Checkpoint, run (its latest checkpoint) or exported model.")
        private Optional<Path> model = Optional.empty();

        /** Whether there is one of them. */
        boolean isGiven() {
            return config.isPresent() || model.isPresent();
        }

        /** The configuration file, if that is what the user named. */
        Optional<Path> config() {
            return config;
        }

        /**
         * The folder of the exported model that is meant.
         *
         * @throws ConfigException if it is a configuration, a run or a checkpoint
         */
        Path exported() {
            return model.filter(ModelManifest::in)
                    .orElseThrow(() -> new ConfigException(model.or(() -> config)
                                    .orElseThrow() + ": not an exported model, has no " + ModelManifest.FILE_NAME));
        }

        /**
         * The model that is meant; no weights are read yet.
         *
         * @param overrides of the configuration
         */
        ModelChoice choice(List<String> overrides) {
            if (model.isPresent()) {
                if (!overrides.isEmpty()) {
                    throw new ConfigException("--set goes with --config; a trained model keeps its configuration");
                }
                ModelFolder folder = ModelFolder.open(model.get());
                return new ModelChoice(
                        folder.model(), folder.generation(), folder.seed(), Optional.of(folder.trained()), List.of());
            }
            RunConfig run = ConfigLoader.load(config.orElseThrow(), overrides);
            return new ModelChoice(
                    run.model(),
                    run.generation(),
                    run.training().seed(),
                    Optional.empty(),
                    run.data().eval());
        }
    }

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // set by picocli, as the group is required
    private Source source;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Overrides a key of the configuration, as in --set model.init=start.safetensors; may be repeated.")
    private List<String> overrides = new ArrayList<>();

    /** The model as the user named it. */
    String named() {
        return source.model.or(() -> source.config).orElseThrow().toString();
    }

    /** The model that is meant; no weights are read yet. */
    ModelChoice choice() {
        return source.choice(overrides);
    }

    /** The configuration file, if that is what the user named. */
    Optional<Path> configFile() {
        return source.config;
    }

    /** What {@code --set} says, for commands that mean something else by it than the model's configuration. */
    List<String> overrides() {
        return List.copyOf(overrides);
    }

    /** The model as it stands, where {@code --set} is not about it. */
    ModelChoice choiceAsItIs() {
        return source.choice(List.of());
    }
}
