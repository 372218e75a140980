package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents tell people to type is valid: commands parse, Java compiles, files that are linked exist. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern COMMAND = Pattern.compile("(?:^|`)scripts/magma ([^`\\n]+)", Pattern.MULTILINE);
    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @TempDir
    private Path classes;

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            List<Path> pages =
                    docs.filter(f -> f.toString().endsWith(".md")).sorted().toList();
            return Stream.concat(
                    Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "src-test-data/README.md")
                            .map(ROOT::resolve),
                    pages.stream());
        }
    }

    private static List<String> matches(Pattern pattern, Path file) throws IOException {
        return pattern.matcher(Files.readString(file))
                .results()
                .map((MatchResult r) -> r.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void commandsAreValid(Path document) throws IOException {
        for (String line : matches(COMMAND, document)) {
            // Words are split as a shell does, as far as the documents need it.
            List<String> words = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)")
                    .matcher(line.replaceAll("\\s+#.*|\\s+\\\\$", ""))
                    .results()
                    .map(r -> Stream.of(1, 2, 3)
                            .map(r::group)
                            .filter(java.util.Objects::nonNull)
                            .findFirst()
                            .orElse(""))
                    .toList();
            MagmaCli.commandLine().parseArgs(words.toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linkedFilesExist(Path document) throws IOException {
        for (String link : matches(LINK, document)) {
            assertThat(document.resolveSibling(link))
                    .as(document + " links " + link)
                    .exists();
        }
    }

    @Test
    void javaCompiles() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> snippets = matches(JAVA, ROOT.resolve("README.md"));
        assertThat(snippets).isNotEmpty();
        for (int i = 0; i < snippets.size(); i++) {
            StringWriter problems = new StringWriter();
            boolean compiled = compiler.getTask(
                            problems,
                            null,
                            null,
                            List.of("-proc:none", "-d", classes.toString()),
                            null,
                            List.of(source("Snippet" + i, snippets.get(i))))
                    .call();
            assertThat(compiled).as(problems.toString()).isTrue();
        }
    }

    // Imports stay where they are, the rest becomes the body of a method.
    private static JavaFileObject source(String name, String snippet) {
        StringBuilder imports = new StringBuilder();
        StringBuilder body = new StringBuilder();
        snippet.lines()
                .forEach(line -> (line.startsWith("import ") ? imports : body)
                        .append(line)
                        .append('\n'));
        String code = imports + "class " + name + " {\nvoid run() throws Exception {\n" + body + "}\n}\n";
        return new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return code;
            }
        };
    }
}
