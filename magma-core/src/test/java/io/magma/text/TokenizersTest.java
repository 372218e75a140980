package io.magma.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.testing.Cases;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokenizers of real model folders against ids from Python (transformers, and tokenizers 0.23.2). */
class TokenizersTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(strings = {"gpt2-rn-frozen-baseline", "gptj-rn-sequential", "llama-vit-both", "neox-vit-pooled"})
    void encodesCaptionsAsTheReferenceDid(String name) throws Exception {
        Path folder = Cases.folder(name);
        Tokenizer tokenizer = Tokenizers.load(folder.resolve("lm"));
        JsonNode samples = Cases.expected(folder).path("samples");
        assertThat(samples).isNotEmpty();
        for (JsonNode sample : samples) {
            String image = sample.path("image").asText();
            Path metadata =
                    folder.resolve(image.replace("/images/", "/image_data/").replace(".png", ".json"));
            String caption =
                    JSON.readTree(metadata.toFile()).path("captions").path(0).asText();
            int[] ids = IntStream.range(0, sample.path("ids").size() - 1)
                    .map(i -> sample.path("ids").path(i).asInt())
                    .toArray();
            assertThat(tokenizer.encode(caption)).isEqualTo(ids);
            assertThat(tokenizer.decode(ids)).isEqualTo(caption);
        }
    }

    @Test
    void ignoresStoredLimits(@TempDir Path dir) throws Exception {
        Path source = Cases.shared("cases/llama-vit-both/lm/tokenizer.json");
        ObjectNode limited = (ObjectNode) JSON.readTree(source.toFile());
        limited.putObject("truncation")
                .put("direction", "Right")
                .put("max_length", 4)
                .put("strategy", "LongestFirst")
                .put("stride", 0);
        limited.putObject("padding")
                .put("direction", "Right")
                .putNull("pad_to_multiple_of")
                .put("pad_id", 0)
                .put("pad_type_id", 0)
                .put("pad_token", "<|endoftext|>")
                .putObject("strategy")
                .put("Fixed", 64);
        JSON.writeValue(dir.resolve("tokenizer.json").toFile(), limited);
        assertThat(Tokenizers.load(dir).encode("A small red circle.<|endoftext|> naïve 🦙\n\n  x"))
                .containsExactly(
                        33, 270, 319, 276, 14, 0, 221, 78, 65, 128, 108, 86, 69, 221, 173, 254, 100, 248, 199, 199, 221,
                        221, 88);
    }

    @Test
    void readsVocabularyAndMerges() {
        Path folder = Cases.shared("artifacts/wordnet-lm");
        Tokenizer tokenizer = Tokenizers.load(folder);
        assertThat(tokenizer.encode("A small red circle.<|endoftext|> naïve 🦙\n\n  x"))
                .containsExactly(
                        33, 557, 801, 4820, 14, 0, 321, 65, 128, 108, 834, 221, 173, 254, 100, 248, 199, 199, 221,
                        6046);
        assertThat(tokenizer.vocabularySize()).isEqualTo(8192);
    }
}
