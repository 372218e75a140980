package io.magma.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads YAML with the line of every value; reports duplicate keys, aliases and further documents. */
final class YamlReader {
    private static final YAMLFactory FACTORY = new YAMLFactory();

    private final YAMLParser parser;
    private final Optional<Origin> fixed;
    private final String name;
    private final Report report;

    private YamlReader(YAMLParser parser, String name, Optional<Origin> fixed, Report report) {
        this.parser = parser;
        this.name = name;
        this.fixed = fixed;
        this.report = report;
    }

    /**
     * Reads a file's text.
     *
     * @throws ConfigException if it is not YAML
     */
    static Node read(String name, String yaml, Report report) {
        return read(name, yaml, Optional.empty(), report);
    }

    /**
     * Reads the value of an override.
     *
     * @throws ConfigException if it is not YAML
     */
    static Node read(Origin origin, String yaml, Report report) {
        return read(origin.source(), yaml, Optional.of(origin), report);
    }

    private static Node read(String name, String yaml, Optional<Origin> origin, Report report) {
        try (YAMLParser parser = FACTORY.createParser(yaml)) {
            return new YamlReader(parser, name, origin, report).document();
        } catch (JsonProcessingException e) {
            throw notYaml(name, origin, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConfigException notYaml(String name, Optional<Origin> origin, JsonProcessingException e) {
        String reason = e.getOriginalMessage().lines().findFirst().orElse("");
        int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
        if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            reason = marked.getProblem();
            line = marked.getProblemMark().getLine() + 1;
        }
        Origin at = origin.orElse(new Origin(name, line));
        return new ConfigException(at.before("") + "is not valid YAML: " + reason, e);
    }

    private Node document() throws IOException {
        if (parser.nextToken() == null) {
            return new Node.Mapping(fixed.orElse(new Origin(name, 1)), new LinkedHashMap<>());
        }
        Node root = value(fixed.orElse(new Origin(name, 1)), "");
        if (parser.nextToken() != null) {
            report.add(here(), "", "a second document; there must be one");
        }
        return root;
    }

    private Node value(Origin origin, String path) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return mapping(origin, path);
        } else if (token == JsonToken.START_ARRAY) {
            return sequence(origin, path);
        }
        if (parser.isCurrentAlias()) {
            report.add(origin, path, "is a YAML alias, which are not supported here; write the value out");
        }
        String text = parser.getText();
        return switch (token) {
            case VALUE_TRUE -> new Node.Scalar(origin, "true", Node.Kind.BOOLEAN);
            case VALUE_FALSE -> new Node.Scalar(origin, "false", Node.Kind.BOOLEAN);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Node.Scalar(origin, text, Node.Kind.NUMBER);
            case VALUE_NULL -> new Node.Scalar(origin, "null", Node.Kind.NULL);
            default -> new Node.Scalar(origin, text, Node.Kind.TEXT);
        };
    }

    private Node mapping(Origin origin, String path) throws IOException {
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            Origin at = here();
            String child = path.isEmpty() ? key : path + "." + key;
            parser.nextToken();
            Node value = value(at, child);
            Node first = entries.putIfAbsent(key, value);
            if (first != null) {
                report.add(
                        at,
                        child,
                        "duplicate key, first on line " + first.origin().line());
            }
        }
        return new Node.Mapping(origin, entries);
    }

    private Node sequence(Origin origin, String path) throws IOException {
        List<Node> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(here(), path + "." + elements.size()));
        }
        return new Node.Sequence(origin, elements);
    }

    private Origin here() {
        return fixed.orElseGet(
                () -> new Origin(name, parser.currentTokenLocation().getLineNr()));
    }
}
