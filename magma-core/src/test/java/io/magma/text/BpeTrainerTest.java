package io.magma.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vocabularies against Hugging Face's trainer (tokenizers 0.23.2) and against merging by the definition. */
class BpeTrainerTest {
    private static final String END = "<|endoftext|>";

    private static String licence() throws Exception {
        return Files.readString(Path.of("..", "LICENSE"));
    }

    private static String sha256(Iterable<String> lines) throws Exception {
        byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void learnsWhatHuggingFacesTrainerLearns() throws Exception {
        BpeTrainer trainer = new BpeTrainer(List.of(END));
        trainer.add(licence());
        TrainedBpe bpe = trainer.train(1000);
        assertThat(bpe.merges()).startsWith("Ġ Ġ", "ĠĠ ĠĠ", "Ġ t", "o r", "Ġ a", "o n", "Ġt h", "Ċ ĠĠĠĠ", "i n", "t i");
        assertThat(bpe.merges()).hasSize(743);
        assertThat(sha256(bpe.merges())).isEqualTo("a98a02dd29fac655ca8be88ba3e08e296135650e5559b7cf6734381f6c5362e3");
        assertThat(sha256(bpe.vocabulary().keySet()))
                .isEqualTo("9024a42430becad20d061ca2c17802398dc6002d8a3fe9e05bf2bcce369dea3d");
        assertThat(bpe.tokenizer().encode(licence())).hasSize(2724);
    }

    @Test
    void writtenFilesEncodeByTheDefinition(@TempDir Path dir) throws Exception {
        BpeTrainer trainer = new BpeTrainer(List.of(END));
        licence().lines().forEach(trainer::add);
        TrainedBpe bpe = trainer.train(600);
        bpe.write(dir);
        Tokenizer whole = Tokenizers.load(dir);
        Files.delete(dir.resolve("tokenizer.json"));
        Tokenizer parts = Tokenizers.load(dir);
        for (String line : licence().lines().toList()) {
            int[] expected = byDefinition(bpe, line);
            assertThat(whole.encode(line)).isEqualTo(expected);
            assertThat(parts.encode(line)).isEqualTo(expected);
        }
        assertThat(whole.encode(END)).containsExactly(0);
        assertThat(whole.decode(whole.encode("🦙 stays"))).isEqualTo("🦙 stays");
    }

    private static int[] byDefinition(TrainedBpe bpe, String text) {
        List<Integer> ids = new ArrayList<>();
        Gpt2Splitter.split(text, word -> {
            List<String> parts = new ArrayList<>(ByteAlphabet.spell(word)
                    .chars()
                    .mapToObj(c -> String.valueOf((char) c))
                    .toList());
            for (String merge : bpe.merges()) {
                for (int i = 0; i + 1 < parts.size(); i++) {
                    if (merge.equals(parts.get(i) + " " + parts.get(i + 1))) {
                        parts.set(i, parts.get(i) + parts.remove(i + 1));
                    }
                }
            }
            parts.forEach(part -> ids.add(bpe.vocabulary().getOrDefault(part, -1)));
        });
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void stopsWhenNoPairIsLeftAndRefusesTooSmallAVocabulary() {
        BpeTrainer trainer = new BpeTrainer(List.of(END));
        trainer.add("aaaa");
        TrainedBpe bpe = trainer.train(1000);
        assertThat(bpe.merges()).containsExactly("a a", "aa aa");
        assertThat(bpe.vocabulary()).hasSize(259).containsEntry(END, 0).containsEntry("!", 1);
        assertThatThrownBy(() -> trainer.train(256)).hasMessageContaining("at least 257 entries");
    }

    @Test
    void learnsFromMillionsOfBytesInSeconds() {
        Random random = new Random(3);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            words.add(random.ints(2 + random.nextInt(9), 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
        }
        BpeTrainer trainer = new BpeTrainer(List.of());
        for (int i = 0; i < 5_000; i++) {
            StringBuilder line = new StringBuilder();
            for (int j = 0; j < 20; j++) {
                line.append(' ').append(words.get((int) (words.size() * Math.pow(random.nextDouble(), 4))));
            }
            trainer.add(line.toString());
        }
        assertTimeout(
                Duration.ofSeconds(30),
                () -> assertThat(trainer.train(8192).vocabulary()).hasSize(8192));
    }
}
