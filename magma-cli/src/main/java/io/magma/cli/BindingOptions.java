package io.magma.cli;

import io.magma.config.ConfigException;
import io.magma.train.eval.protocol.BindingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Fast concept binding: the options that are for it alone, each a key of its protocol. */
final class BindingOptions {
    private static final String TASK = "fast-binding";

    @Option(
            names = "--ways",
            paramLabel = "N",
            description = "fast-binding: classes of an episode; --shots are examples of each (default: 2).")
    private Optional<Integer> ways = Optional.empty();

    @Option(
            names = "--repeats",
            paramLabel = "N",
            description =
                    "fast-binding: how often an episode's examples are shown again after the first time (default: 0).")
    private Optional<Integer> repeats = Optional.empty();

    @Option(names = "--induction", description = "fast-binding: begin with \"Answer with WORD or WORD.\".")
    private boolean induction;

    @Option(
            names = "--real-names",
            description = "fast-binding: the classes' own names instead of words without a meaning.")
    private boolean realNames;

    @Option(
            names = "--class-by",
            paramLabel = "LABEL",
            description = "fast-binding: what names a picture's class: caption, concept (of an emoji's caption), "
                    + "metadata.KEY or answer.TYPE (to the question of this type); in a folder of class folders their names "
                    + "do (default: caption).")
    private Optional<String> classBy = Optional.empty();

    /**
     * What they say as overrides of a protocol.
     *
     * @param task that is asked for
     * @throws ConfigException if one is given with another task
     */
    List<String> overrides(Optional<String> task) {
        List<String> overrides = new ArrayList<>();
        ways.ifPresent(n -> overrides.add("binding.ways=" + n));
        repeats.ifPresent(n -> overrides.add("binding.repeats=" + n));
        classBy.ifPresent(label -> overrides.add("binding.label=" + label));
        if (induction) {
            overrides.add("binding.induction=" + BindingSettings.INDUCTION);
        }
        if (realNames) {
            overrides.add("binding.real_names=true");
        }
        if (!overrides.isEmpty() && !task.equals(Optional.of(TASK))) {
            throw new ConfigException(
                    "--ways, --repeats, --induction, --real-names and --class-by go with --task " + TASK);
        }
        return overrides;
    }
}
