package io.magma.config;

import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Writes the reference of all configuration keys from the records themselves. */
public final class ConfigDocs {
    private static final String HEAD = """
            # Configuration

            <!-- Generated from the records of io.magma.config; do not edit. -->

            A run is one YAML file. Paths in it are relative to its folder. Every unknown key, wrong type and value out of
            range is an error, and all of them are reported together, as `run.yml:12: optimizer.lr: must be greater than 0,
            was -1.0`. `--set training.steps=50` overrides a key (`--set data.train.1.weight=2` in a list, `--set
            model.adapters.attention=null` removes one); its paths are relative to the working directory. Where `type` chooses
            among variants with keys of their own, another `type` by `--set` drops what the file says for the former one.
            `magma config show` prints a run with all its defaults.
            """;

    private final StringBuilder text = new StringBuilder(HEAD);

    private ConfigDocs() {}

    /** The document, as Markdown. */
    public static String markdown() {
        ConfigDocs docs = new ConfigDocs();
        docs.section("", "The whole run", RunConfig.class);
        return docs.text.toString();
    }

    private void section(String path, String meaning, Class<?> record) {
        heading(2, path.isEmpty() ? "Sections" : "`" + path + "`", meaning);
        table(path, record);
    }

    private void variants(Section.Entry entry, String path, Class<?> sealed) {
        heading(2, "`" + path + "`", entry.key().value());
        String[] fallback = entry.key().fallback();
        for (Class<?> variant : sealed.getPermittedSubclasses()) {
            String name = Names.variant(variant);
            boolean standard = fallback.length == 1 && fallback[0].equals(name);
            heading(3, "`type: " + name + "`" + (standard ? " (the default)" : ""), "");
            table(path, variant);
        }
    }

    private void heading(int level, String title, String meaning) {
        text.append('\n').append("#".repeat(level)).append(' ').append(title).append('\n');
        if (!meaning.isEmpty()) {
            text.append('\n').append(meaning).append(".\n");
        }
    }

    private void table(String path, Class<?> record) {
        List<Section.Entry> keys = Section.of(record).keys();
        if (keys.isEmpty()) {
            text.append("\nNo further keys.\n");
            return;
        }
        text.append("\n| key | type | default | meaning |\n| --- | --- | --- | --- |\n");
        for (Section.Entry entry : keys) {
            text.append("| `")
                    .append(entry.name())
                    .append("` | ")
                    .append(type(entry.type()))
                    .append(" | ")
                    .append(fallback(entry))
                    .append(" | ")
                    .append(meaning(entry))
                    .append(" |\n");
        }
        for (Section.Entry entry : keys) {
            below(path.isEmpty() ? entry.name() : path + "." + entry.name(), entry);
        }
    }

    private void below(String path, Section.Entry entry) {
        Class<?> content = Types.content(entry.type());
        boolean again = text.indexOf("## `" + twin(path) + "`\n") >= 0;
        if (Types.isVariant(content)) {
            variants(entry, path, content);
        } else if (content.isRecord() && again) {
            heading(2, "`" + path + "`", "Same keys as `" + twin(path) + "`");
        } else if (content.isRecord()) {
            section(path, entry.key().value(), content);
        }
    }

    /** The path of a section that was described before and has the same record, or the path itself. */
    private static String twin(String path) {
        return path.replace("data.eval", "data.train").replace("adapters.attention", "adapters.mlp");
    }

    private static String meaning(Section.Entry entry) {
        String range = entry.key().range();
        return entry.key().value() + (range.isEmpty() ? "" : "; **" + range + "**");
    }

    private static String fallback(Section.Entry entry) {
        if (entry.key().required()) {
            return "required";
        }
        String[] texts = entry.key().fallback();
        if (texts.length > 0) {
            boolean list = Types.raw(entry.type()) == List.class;
            String joined = String.join(", ", texts);
            return joined.isEmpty() ? "`\"\"`" : "`" + (list ? "[" + joined + "]" : joined) + "`";
        }
        Class<?> raw = Types.raw(entry.type());
        if (raw == List.class) {
            return "`[]`";
        }
        return raw.isRecord() ? "its defaults" : "absent";
    }

    private static String type(Type type) {
        Class<?> raw = Types.raw(type);
        if (raw == Optional.class) {
            return type(Types.argument(type));
        } else if (raw == List.class) {
            return "list of " + type(Types.argument(type));
        } else if (raw == int.class || raw == long.class || raw == OptionalInt.class) {
            return "whole number";
        } else if (raw == double.class || raw == Double.class || raw == OptionalDouble.class) {
            return "number";
        } else if (raw == boolean.class) {
            return "true, false";
        } else if (raw == Path.class) {
            return "path";
        } else if (raw == ModelPath.class) {
            return "path, or `hf:ORGANISATION/NAME@REVISION`";
        } else if (raw == Location.class) {
            return "path or address";
        } else if (raw == String.class) {
            return "text";
        } else if (raw.isEnum()) {
            List<String> names = new ArrayList<>(Names.constants(raw));
            names.replaceAll(name -> "`" + name + "`");
            return String.join(", ", names);
        }
        return "section";
    }
}
