package io.magma.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;

/** A tokenizer run by Hugging Face's own library, through DJL. */
final class PretrainedTokenizer implements Tokenizer {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NATIVE_FLAVOR = "RUST_FLAVOR";

    private final HuggingFaceTokenizer library;
    private final Vocabulary vocabulary;

    private PretrainedTokenizer(HuggingFaceTokenizer library, Vocabulary vocabulary) {
        this.library = library;
        this.vocabulary = vocabulary;
    }

    /**
     * Builds the tokenizer that {@code description}, the content of a {@code tokenizer.json}, describes.
     *
     * @param file where it comes from, for messages
     */
    static PretrainedTokenizer of(Path file, JsonNode description) {
        Vocabulary vocabulary = Vocabulary.of(file, description);
        try {
            byte[] json = JSON.writeValueAsBytes(withoutLimits(description));
            return new PretrainedTokenizer(open(json), vocabulary);
        } catch (IOException e) {
            throw new TokenizerException(file, "cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new TokenizerException(file, "is not a tokenizer: " + firstLine(e), e);
        }
    }

    /** Reads a JSON file. */
    static JsonNode readJson(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new TokenizerException(file, "not valid JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new TokenizerException(file, "cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public int[] encode(String text) {
        long[] ids = library.encode(text, false, false).getIds();
        return Arrays.stream(ids).mapToInt(Math::toIntExact).toArray();
    }

    @Override
    public String decode(int[] ids) {
        return library.decode(Arrays.stream(ids).asLongStream().toArray(), true);
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public OptionalInt id(String piece) {
        return vocabulary.id(piece);
    }

    @Override
    public String piece(int id) {
        return vocabulary.piece(id);
    }

    private static HuggingFaceTokenizer open(byte[] json) throws IOException {
        // The library has no use for a GPU; without this DJL would look for a CUDA build of it on machines that have
        // one.
        if (System.getenv(NATIVE_FLAVOR) == null && System.getProperty(NATIVE_FLAVOR) == null) {
            System.setProperty(NATIVE_FLAVOR, "cpu");
        }
        return HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json),
                Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
    }

    // A stored limit would silently shorten long texts.
    private static JsonNode withoutLimits(JsonNode description) {
        ObjectNode copy = description.deepCopy();
        copy.putNull("truncation");
        copy.putNull("padding");
        return copy;
    }

    private static String firstLine(RuntimeException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
