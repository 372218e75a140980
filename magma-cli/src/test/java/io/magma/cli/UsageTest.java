package io.magma.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the user gets wrong is said at once, in a line, and exits with 2. */
class UsageTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "train | Missing required option: '--config=FILE'",
                "generate --image a.png | Missing required argument (specify one of these)",
                "generate -c a.yml -m b --image a.png | --config=FILE, --model=DIR are mutually exclusive",
                "score -c a.yml --output o --format cvs | expected one of [MAGMA, WEBDATASET, TEXT, QA]",
                "trian | Unmatched argument at index 0: 'trian'",
                "generate -m m --image a.png --top-k many | 'many' is not an int",
            })
    void wrongCommandLines(String line, String message) {
        Invocation run = Invocation.of(line.split(" "));

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).startsWith("magma: ").contains(message);
    }

    @Test
    void aMisspeltCommandIsSuggested() {
        assertThat(Invocation.of("trian").err()).containsPattern("Did you mean: .*magma train");
    }

    @Test
    void aFolderWithoutAModel() {
        assertThat(Invocation.of("generate", "-m", folder.toString(), "--prompt", "a"))
                .isEqualTo(new Invocation(
                        2, "", folder + ": not a checkpoint, run or exported model: has no config.yml\n"));
        assertThat(Invocation.of("generate", "-m", folder + "/x", "--prompt", "a"))
                .isEqualTo(new Invocation(2, "", folder + "/x: no such model folder\n"));
    }

    @Test
    void trainStopsAtMissingFilesBeforeAnythingIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("run.yml"), """
                model: {language_model: {path: lm}, adapters: {mlp: {}}}
                data: {train: {path: data}}
                checkpoint: {dir: out}
                """);

        Invocation run = Invocation.of("train", "-c", file.toString());

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("model.language_model.path: no such folder", "data.train.path");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void overridesDoNotGoWithATrainedModel() {
        Invocation run = Invocation.of("generate", "-m", folder.toString(), "--prompt", "a", "--set", "a=b");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("--set goes with --config; a trained model keeps its configuration\n");
    }

    @Test
    void tokenizerTrainWritesATokenizer() throws IOException {
        Path texts = Files.writeString(folder.resolve("t.jsonl"), "{\"text\": \"low lower lowest\"}\n".repeat(9));
        Path out = folder.resolve("lm");

        Invocation run = Invocation.of(
                "tokenizer", "train", "--input", texts.toString(), "--vocab-size", "260", "--output", out.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run).isEqualTo(new Invocation(0, out + ": 260 entries from 9 texts\n", ""));
        assertThat(out).isDirectoryContaining(path -> path.endsWith("tokenizer.json"));
        assertThat(Invocation.of("tokenizer", "train", "--input", "x", "--vocab-size", "9", "--output", "y"))
                .isEqualTo(new Invocation(2, "", "--vocab-size must be at least 257, was 9\n"));
    }
}
