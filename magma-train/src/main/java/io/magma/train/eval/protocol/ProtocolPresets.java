package io.magma.train.eval.protocol;

import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.train.eval.task.TaskDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Protocols by name, and those of users' files.
 *
 * <p>A preset has a file for questions, one for captions, one for labels, as far as it evaluates them, and for some tasks a list
 * of what is different there.
 */
public final class ProtocolPresets {
    /** The preset of those who name none. */
    public static final String DEFAULT = "default";

    /** All presets. */
    public static final List<String> NAMES =
            List.of(DEFAULT, "magma2022", "openflamingo", "blip2", "emu", "mm1", "lmms_eval", "frozen");

    private ProtocolPresets() {}

    /**
     * The protocol for a task.
     *
     * @param named a preset, or a YAML file that holds a whole protocol
     * @param overrides {@code a.b=value} each, applied in order
     * @throws ConfigException if there is no such preset or file, the preset has nothing for such a task, or something in it
     *     does not fit
     */
    public static Protocol load(String named, TaskDefinition task, List<String> overrides) {
        if (!NAMES.contains(named)) {
            Path file = Path.of(named);
            if (!Files.isRegularFile(file)) {
                throw new ConfigException(
                        "protocol " + named + ": is no file and no preset; there are " + String.join(", ", NAMES));
            }
            return ConfigLoader.load(file, Protocol.class, overrides);
        }
        String kind = kind(task);
        String file = named + "/" + kind + ".yml";
        String yaml = resource(file)
                .orElseThrow(() -> new ConfigException("protocol " + named + ": says nothing about tasks like "
                        + task.name() + " (" + kind + "); name another one, or a file"));
        List<String> all = new ArrayList<>(differences(named + "/" + task.name() + ".set"));
        all.addAll(overrides);
        return ConfigLoader.parse("protocol " + file, yaml, Path.of("/"), Protocol.class, all);
    }

    private static String kind(TaskDefinition task) {
        if (task.captions()) {
            return "caption";
        }
        if (task.drawsEpisodes()) {
            return "binding";
        }
        return task.labels().isEmpty() ? "vqa" : "classification";
    }

    private static List<String> differences(String file) {
        return resource(file).stream()
                .flatMap(String::lines)
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    static Optional<String> resource(String file) {
        try (InputStream in = ProtocolPresets.class.getResourceAsStream(file)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
