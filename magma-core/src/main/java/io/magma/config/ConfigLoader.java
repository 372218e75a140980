package io.magma.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Reads and writes configuration files, strictly: every unknown key, wrong type and value out of range is an error, and all
 * of them are reported together, one a line, as {@code file:line: key: reason}.
 *
 * <p>Paths are relative to the folder of the file that names them, those of overrides to the working directory; records
 * hold them absolute.
 */
public final class ConfigLoader {
    private ConfigLoader() {}

    /**
     * Reads a run.
     *
     * @param file YAML file
     * @param overrides {@code a.b.0.c=value} each, applied in order; the value {@code null} removes the key
     * @return the validated run
     * @throws ConfigException with all problems, one a line
     */
    public static RunConfig load(Path file, List<String> overrides) {
        return load(file, RunConfig.class, overrides);
    }

    /**
     * Reads any configuration record.
     *
     * @param <T> type of the record
     * @param file YAML file
     * @param type the record
     * @param overrides {@code a.b.0.c=value} each, applied in order; the value {@code null} removes the key
     * @return the validated record
     * @throws ConfigException with all problems, one a line
     */
    public static <T> T load(Path file, Class<T> type, List<String> overrides) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return parse(file.toString(), text(file), folder == null ? Path.of("/") : folder, type, overrides);
    }

    /**
     * Parses a run.
     *
     * @param name name of the text in messages
     * @param yaml the text
     * @param base folder that paths in the text are relative to
     * @param overrides {@code a.b.0.c=value} each, applied in order; the value {@code null} removes the key
     * @return the validated run
     * @throws ConfigException with all problems, one a line
     */
    public static RunConfig parse(String name, String yaml, Path base, List<String> overrides) {
        return parse(name, yaml, base, RunConfig.class, overrides);
    }

    /**
     * Parses any configuration record.
     *
     * @param <T> type of the record
     * @param name name of the text in messages
     * @param yaml the text
     * @param base folder that paths in the text are relative to
     * @param type the record
     * @param overrides {@code a.b.0.c=value} each, applied in order; the value {@code null} removes the key
     * @return the validated record
     * @throws ConfigException with all problems, one a line
     */
    public static <T> T parse(String name, String yaml, Path base, Class<T> type, List<String> overrides) {
        Report report = new Report();
        Node root = YamlReader.read(name, yaml, report);
        if (root instanceof Node.Mapping mapping) {
            Overrides target = new Overrides(mapping, type, report);
            overrides.forEach(target::apply);
        }
        Scalars scalars = new Scalars(base, Path.of(""), report);
        Optional<Object> record = new Binder(type, scalars, report).bind(root);
        report.done();
        return type.cast(record.orElseThrow());
    }

    /**
     * Writes a record as YAML that {@link #parse} reads back equal.
     *
     * @param config a configuration record
     * @return YAML with absolute paths
     */
    public static String render(Object config) {
        return Renderer.render(config, path -> path.toAbsolutePath().normalize());
    }

    /**
     * Writes a record as YAML for a file in a folder that may be moved as a whole.
     *
     * @param config a configuration record
     * @param folder folder of the file; paths in it are written relative to it, others absolute
     * @return YAML that {@link #parse} reads back equal with {@code folder} as the base
     */
    public static String render(Object config, Path folder) {
        Path base = folder.toAbsolutePath().normalize();
        return Renderer.render(config, path -> {
            Path absolute = path.toAbsolutePath().normalize();
            return absolute.startsWith(base) && !absolute.equals(base) ? base.relativize(absolute) : absolute;
        });
    }

    private static String text(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ConfigException(file + ": " + (Files.exists(file) ? "is not a file" : "no such file"));
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": is not UTF-8 text", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be read", e);
        }
    }
}
