package io.magma.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Writes records as YAML, every key with a value, so that a later change of defaults does not change a stored run. */
final class Renderer {
    private static final YAMLFactory FACTORY = YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .stringQuotingChecker(new CautiousQuotes())
            .build();

    private final JsonGenerator generator;
    private final UnaryOperator<Path> paths;

    private Renderer(JsonGenerator generator, UnaryOperator<Path> paths) {
        this.generator = generator;
        this.paths = paths;
    }

    static String render(Object config, UnaryOperator<Path> paths) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = FACTORY.createGenerator(text)) {
            new Renderer(generator, paths).value(config);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Writes sections that are not records yet: maps, lists, texts, numbers. */
    static String render(Map<String, Object> sections) {
        return render(sections, UnaryOperator.identity());
    }

    private void value(Object value) throws IOException {
        if (value instanceof Record record) {
            section(record);
        } else if (value instanceof Map<?, ?> map) {
            generator.writeStartObject();
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                generator.writeFieldName(String.valueOf(entry.getKey()));
                value(entry.getValue());
            }
            generator.writeEndObject();
        } else if (value instanceof List<?> list) {
            generator.writeStartArray();
            for (Object element : list) {
                value(element);
            }
            generator.writeEndArray();
        } else if (value instanceof Optional<?> optional) {
            value(optional.orElseThrow());
        } else if (value instanceof OptionalInt optional) {
            generator.writeNumber(optional.getAsInt());
        } else if (value instanceof OptionalDouble optional) {
            generator.writeNumber(optional.getAsDouble());
        } else if (value instanceof Double number) {
            generator.writeNumber(number);
        } else if (value instanceof Number number) {
            generator.writeNumber(number.longValue());
        } else if (value instanceof Boolean bool) {
            generator.writeBoolean(bool);
        } else if (value instanceof Enum<?> constant) {
            generator.writeString(Names.constant(constant));
        } else if (value instanceof Path path) {
            generator.writeString(paths.apply(path).toString());
        } else if (value instanceof ModelPath path) {
            generator.writeString(
                    path.folder().map(folder -> paths.apply(folder).toString()).orElseGet(path::toString));
        } else if (value instanceof Location location) {
            generator.writeString(
                    location.isUrl()
                            ? location.toString()
                            : paths.apply(location.file()).toString());
        } else {
            generator.writeString((String) value);
        }
    }

    private void section(Record record) throws IOException {
        generator.writeStartObject();
        for (Class<?> parent : record.getClass().getInterfaces()) {
            if (Types.isVariant(parent)) {
                generator.writeStringField("type", Names.variant(record.getClass()));
            }
        }
        for (Section.Entry entry : Section.of(record.getClass()).keys()) {
            Object value = Section.value(entry, record);
            if (isPresent(value)) {
                generator.writeFieldName(entry.name());
                value(value);
            }
        }
        generator.writeEndObject();
    }

    private static boolean isPresent(Object value) {
        return !value.equals(Optional.empty())
                && !value.equals(OptionalInt.empty())
                && !value.equals(OptionalDouble.empty());
    }

    /** Leaves only plain words and paths without quotes. */
    private static final class CautiousQuotes extends StringQuotingChecker {
        private static final long serialVersionUID = 1L;
        private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./+-]*[A-Za-z0-9_/]");

        @Override
        public boolean needToQuoteName(String name) {
            return false;
        }

        @Override
        public boolean needToQuoteValue(String value) {
            return isReservedKeyword(value) || !PLAIN.matcher(value).matches();
        }
    }
}
