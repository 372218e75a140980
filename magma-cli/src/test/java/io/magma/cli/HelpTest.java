package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {
    static Stream<CommandLine> commands() {
        return Stream.of(MagmaCli.commandLine()).flatMap(HelpTest::tree);
    }

    private static Stream<CommandLine> tree(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(HelpTest::tree));
    }

    private static String[] arguments(CommandLine command, String last) {
        List<String> names =
                new ArrayList<>(List.of(command.getCommandSpec().qualifiedName().split(" ")));
        names.remove(0);
        names.add(last);
        return names.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelpWithAnExample(CommandLine command) {
        Invocation help = Invocation.of(arguments(command, "--help"));

        assertThat(help.status()).isZero();
        assertThat(help.err()).isEmpty();
        String name = command.getCommandSpec().qualifiedName();
        String description = command.getCommandSpec().usageMessage().description()[0];
        assertThat(help.out()).startsWith("Usage: " + name).contains("Examples:\n  " + name);
        assertThat(description).isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyExampleIsAValidCommandLine(CommandLine command) {
        for (String line : command.getCommandSpec().usageMessage().footer()) {
            String[] words = line.strip().replaceAll(" [>|] .*", "").split(" ");
            assertThat(words[0]).isEqualTo("magma");
            MagmaCli.commandLine()
                    .parseArgs(List.of(words).subList(1, words.length).toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anUnknownOptionIsAMistake(CommandLine command) {
        Invocation wrong = Invocation.of(arguments(command, "--no-such-option"));

        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.out()).isEmpty();
        assertThat(wrong.err()).startsWith("magma: ");
    }

    @Test
    void versionNamesEverythingThatRuns() {
        Invocation version = Invocation.of("--version");

        assertThat(version.status()).isZero();
        assertThat(version.out())
                .containsPattern("magma \\d+\\.\\d+\\.\\d+")
                .contains("Java " + System.getProperty("java.version"))
                .containsPattern("DJL \\d+\\.\\d+\\.\\d+")
                .containsPattern("libtorch \\d+\\.\\d+\\.\\d+");
    }
}
