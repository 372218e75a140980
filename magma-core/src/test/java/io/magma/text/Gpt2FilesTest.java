package io.magma.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import io.magma.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GPT-2's vocabulary through our loader against jtokkit, an implementation of its own. */
class Gpt2FilesTest {
    private static final Encoding ORACLE = Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.R50K_BASE);

    @TempDir
    static Path gpt2;

    private static Tokenizer tokenizer;

    @BeforeAll
    static void load() {
        Gpt2Vocabulary.write(gpt2);
        tokenizer = Tokenizers.load(gpt2);
    }

    @Test
    void encodesPublishedVectors() {
        assertThat(tokenizer.encode("Hello world")).containsExactly(15496, 995);
        assertThat(tokenizer.encode("a<|endoftext|>")).containsExactly(64, 50256);
        assertThat(tokenizer.encode("")).isEmpty();
        assertThat(tokenizer.vocabularySize()).isEqualTo(50257);
        assertThat(tokenizer.piece(995)).isEqualTo("Ġworld");
        assertThat(tokenizer.id("<|endoftext|>")).hasValue(50256);
        assertThat(tokenizer.id("no such piece")).isEmpty();
        assertThat(tokenizer.decode(new int[] {64, 50256, 995})).isEqualTo("a world");
        assertThatThrownBy(() -> tokenizer.piece(50257)).hasMessageContaining("no token has id 50257");
    }

    @Test
    void agreesWithTheOracleAndComesBack() {
        String[] texts = {
            "It's they're I'VE we'll  two spaces\n\n\ttabs   ",
            "naïve café, 東京タワー 안녕하세요 مرحبا שלום Привет",
            "👨‍👩‍👧‍👦 🦙🏳️‍🌈 x=1234567; ½ ² Ⅷ",
            " \u00a0\u3000\u2028 zero\u200bwidth \u0000\u0007 \ufffd",
            "don ' t stop , really . \" quoted \" ( yes )",
            "https://example.org/?q=a&b=%20#x_y-z"
        };
        for (String text : texts) {
            assertAgrees(text);
        }
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            assertAgrees(random.ints(0, 0x2ff00)
                    .filter(c -> Character.isDefined(c) && (c < 0xd800 || c > 0xdfff))
                    .map(c -> random.nextInt(3) == 0 ? c : ' ' + c % 95)
                    .limit(random.nextInt(40))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
        }
    }

    private static void assertAgrees(String text) {
        int[] ids = tokenizer.encode(text);
        assertThat(ids).as(text).isEqualTo(ORACLE.encodeOrdinary(text).toArray());
        assertThat(tokenizer.decode(ids)).isEqualTo(text);
    }

    @Test
    void everyScriptAndPlaneComesBack() {
        for (int start = 0; start < 0x110000; start += 0x1000) {
            StringBuilder text = new StringBuilder();
            for (int c = start; c < start + 0x1000; c++) {
                if (Character.isDefined(c)
                        && Character.getType(c) != Character.SURROGATE
                        && (c < 0x2000 || c % 16 == 3)) {
                    // Spaces keep words short, which merging likes.
                    text.append(c % 8 == 0 ? " " : "").appendCodePoint(c);
                }
            }
            assertThat(tokenizer.decode(tokenizer.encode(text.toString()))).isEqualTo(text.toString());
        }
    }

    @Test
    void neverShortensLongTexts() {
        assertThat(tokenizer.encode("word ".repeat(5000))).hasSize(5001);
    }

    @Test
    void streamsWholeCharactersOnly() {
        String text = "ok 🦙 東 👨‍👩‍👧 é";
        TextStream stream = new TextStream(tokenizer);
        StringBuilder streamed = new StringBuilder();
        for (int id : tokenizer.encode(text)) {
            String piece = stream.push(id);
            assertThat(piece).doesNotContain("\ufffd");
            streamed.append(piece);
        }
        assertThat(stream.finish()).isEmpty();
        assertThat(streamed.toString()).isEqualTo(text);
    }

    @Test
    void streamsAnyIdsToTheTextOfAll() {
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            int[] ids = random.ints(1 + random.nextInt(30), 0, random.nextBoolean() ? 256 : 50257)
                    .toArray();
            TextStream stream = new TextStream(tokenizer);
            StringBuilder streamed = new StringBuilder();
            for (int id : ids) {
                streamed.append(stream.push(id));
            }
            assertThat(streamed.append(stream.finish()).toString()).isEqualTo(tokenizer.decode(ids));
        }
    }

    @Test
    void checksTheVocabularyOfTheLanguageModel() {
        Tokenizers.requireFits(tokenizer, 50257, "gpt2");
        assertThatThrownBy(() -> Tokenizers.requireFits(tokenizer, 50256, "models/lm"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "models/lm: the tokenizer has ids up to 50256, but the language model's vocabulary has only "
                                + "50256 entries");
    }

    @Test
    void readsTheFilesBeside(@TempDir Path dir) throws Exception {
        Files.writeString(dir.resolve("vocab.json"), "{\"a\":0,\"b\":1,\"ab\":2,\"Ġ\":3,\"<e>\":4}");
        Files.writeString(dir.resolve("merges.txt"), "a b\n");
        Files.writeString(dir.resolve("added_tokens.json"), "{\"<img>\":7}");
        Files.writeString(
                dir.resolve("special_tokens_map.json"),
                "{\"eos_token\":{\"content\":\"<e>\"},\"pad_token\":\"<pad>\",\"additional_special_tokens\":[\"<img>\"]}");
        Files.writeString(
                dir.resolve("tokenizer_config.json"),
                "{\"tokenizer_class\":\"GPT2TokenizerFast\",\"add_prefix_space\":true}");
        Tokenizer small = Tokenizers.load(dir);
        assertThat(small.encode("ab<e>b<img><pad>")).containsExactly(3, 2, 4, 3, 1, 7, 8);
        assertThat(small.decode(new int[] {2, 7, 4, 8, 1})).isEqualTo("abb");
        assertThat(Tokenizers.files(dir)).hasSize(5).first().isEqualTo(dir.resolve("vocab.json"));
        Files.writeString(dir.resolve("added_tokens.json"), "{\"<img>\":3}");
        assertThatThrownBy(() -> Tokenizers.load(dir)).hasMessageContaining("'<img>' has id 3, which does not fit");
        Files.writeString(dir.resolve("tokenizer_config.json"), "{\"tokenizer_class\":\"CLIPTokenizer\"}");
        assertThatThrownBy(() -> Tokenizers.load(dir))
                .hasMessageContaining("CLIPTokenizer cannot be read from vocab.json");
    }

    @Test
    void namesTheFileAndLineThatIsWrong(@TempDir Path dir) throws Exception {
        assertThatThrownBy(() -> Tokenizers.load(dir))
                .isInstanceOf(TokenizerException.class)
                .hasMessage(dir + ": has neither tokenizer.json nor vocab.json with merges.txt");
        Files.writeString(dir.resolve("vocab.json"), "{\"a\":0,\"b\":1}");
        Path merges = Files.writeString(dir.resolve("merges.txt"), "#version: 0.2\na b\n");
        assertThatThrownBy(() -> Tokenizers.load(dir)).hasMessage(merges + ": line 2: 'ab' is not in the vocabulary");
        Files.writeString(merges, "a  b\n");
        assertThatThrownBy(() -> Tokenizers.load(dir)).hasMessageContaining("line 1: expected two tokens");
        Files.writeString(dir.resolve("vocab.json"), "{\"a\":0,\"b\":0}");
        assertThatThrownBy(() -> Tokenizers.load(dir)).hasMessageContaining("'b' has id 0");
        Files.writeString(dir.resolve("tokenizer.json"), "{\"model\":{\"type\":\"None\",\"vocab\":{}}}");
        assertThatThrownBy(() -> Tokenizers.load(dir)).hasMessageContaining("tokenizer.json: is not a tokenizer");
        Files.writeString(dir.resolve("tokenizer.json"), "{");
        assertThatThrownBy(() -> Tokenizers.load(dir)).hasMessageContaining("tokenizer.json: not valid JSON");
    }
}
