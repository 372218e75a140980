package io.magma.train.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.config.ConfigException;
import io.magma.config.FrozenDtype;
import io.magma.lm.LanguageModelFolder;
import io.magma.text.Gpt2Vocabulary;
import io.magma.text.Tokenizers;
import io.magma.torch.Dtype;
import io.magma.train.export.ModelParts;
import io.magma.weights.CastTensor;
import io.magma.weights.SafetensorsWriter;
import io.magma.weights.StreamedTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes the frozen language model of a checkpoint as a Hugging Face folder. */
final class ImportedLanguageModel {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONFIG = "config.json";
    private static final int GPT2_ENTRIES = 50257;

    private ImportedLanguageModel() {}

    /**
     * Writes {@code config.json}, the tokenizer's files and {@code model.safetensors}.
     *
     * @param folder exists and is empty
     * @param given folder of configuration and tokenizer; empty means GPT-J 6B's and GPT-2's
     * @throws ConfigException if the given folder does not fit the checkpoint
     */
    static void write(Path folder, MagmaCheckpoint model, Optional<Path> given, FrozenDtype dtype) throws IOException {
        GptJShape shape = model.languageModel().shape();
        ObjectNode config;
        if (given.isPresent()) {
            config = shape.fitted(configuration(given.get(), shape));
            ModelParts.copy(Tokenizers.files(given.get()), folder);
        } else {
            if (shape.headRows() < GPT2_ENTRIES || shape.hiddenSize() % shape.heads() != 0) {
                throw new ConfigException(model.file() + ": the language model, of " + shape.headRows()
                        + " tokens and hidden size " + shape.hiddenSize()
                        + ", is not GPT-J 6B; say where its configuration and tokenizer are by --language-model");
            }
            config = shape.toJson();
            Gpt2Vocabulary.write(folder);
        }
        config.put("torch_dtype", dtype.name().toLowerCase(Locale.ROOT));
        Files.writeString(
                folder.resolve(CONFIG), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config) + "\n");
        Map<String, StreamedTensor> tensors = new LinkedHashMap<>();
        model.languageModel()
                .frozen()
                .forEach((name, tensor) -> tensors.put(name, CastTensor.of(name, tensor, Dtype.of(dtype))));
        SafetensorsWriter.writeStreamed(folder.resolve("model.safetensors"), tensors, Map.of("format", "pt"), true);
    }

    private static ObjectNode configuration(Path folder, GptJShape shape) throws IOException {
        shape.requireAgrees(LanguageModelFolder.open(folder));
        Tokenizers.requireFits(Tokenizers.load(folder), shape.headRows(), folder.toString());
        return (ObjectNode) JSON.readTree(folder.resolve(CONFIG).toFile());
    }
}
