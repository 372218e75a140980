package io.magma.train.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.config.ConfigException;
import io.magma.config.FrozenDtype;
import io.magma.config.ModelConfig;
import io.magma.hub.ModelFolders;
import io.magma.lm.LanguageModelFolder;
import io.magma.nn.Sublayer;
import io.magma.text.Tokenizers;
import io.magma.torch.Dtype;
import io.magma.torch.TorchOps;
import io.magma.train.checkpoint.StagedFolder;
import io.magma.weights.LoadedWeights;
import io.magma.weights.SafetensorsWriter;
import io.magma.weights.StateDict;
import io.magma.weights.TensorHash;
import io.magma.weights.WeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a trained language model as an ordinary Hugging Face folder that {@code model.language_model.path} can name:
 * {@code config.json}, {@code model.safetensors} and the tokenizer files.
 */
public final class LanguageModelExport {
    private static final String PREFIX = "language_model.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private LanguageModelExport() {}

    /**
     * Exports, and reads the folder back before it is put in place.
     *
     * @param run checkpoint folder, or run folder, which stands for its latest checkpoint
     * @param out is made; must not exist, unless empty
     * @param dtype element type of the written weights
     * @return number of tensors written
     * @throws ConfigException if the run trained no language model, or has adapters in it, or {@code out} is taken
     * @throws ExportException if the folder cannot be written or does not read back
     */
    public static int write(Path run, Path out, FrozenDtype dtype) {
        ExportSource source = ExportSource.open(run);
        ModelConfig config = source.config().model();
        if (config.freeze().languageModel()) {
            throw new ConfigException(run + ": the run's language model was frozen; it is still in "
                    + config.languageModel().path());
        }
        if (!config.adapters().isEmpty()) {
            throw new ConfigException(run + ": the run's language model has adapters, which its own files cannot hold");
        }
        OutputFolder.requireFree(out);
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            Map<String, NDArray> tensors = tensors(source, manager, Dtype.of(dtype));
            StagedFolder.put(out, aside -> {
                fill(aside, ModelFolders.of(config.languageModel().path()), tensors, dtype);
                verify(aside, tensors, Dtype.of(dtype));
            });
            return tensors.size();
        } catch (IOException e) {
            throw new ExportException(out + ": cannot be written: " + e.getMessage(), e);
        }
    }

    private static Map<String, NDArray> tensors(ExportSource source, NDManager manager, Dtype dtype) {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        StateDict.load(source.trained(), manager).tensors().forEach((name, tensor) -> {
            if (name.startsWith(PREFIX)) {
                NDArray cast = TorchOps.cast(tensor, dtype);
                if (!TorchOps.allFinite(cast)) {
                    throw new ExportException(source.trained() + ": " + name + " is not finite in " + dtype.tag());
                }
                tensors.put(name.substring(PREFIX.length()), cast);
            }
        });
        return tensors;
    }

    private static void fill(Path folder, Path from, Map<String, NDArray> tensors, FrozenDtype dtype)
            throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(from.resolve("config.json").toFile());
        json.put("torch_dtype", dtype.name().toLowerCase(Locale.ROOT));
        Files.writeString(
                folder.resolve("config.json"),
                JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
        ModelParts.copy(Tokenizers.files(from), folder);
        SafetensorsWriter.write(folder.resolve("model.safetensors"), tensors, Map.of("format", "pt"));
    }

    private static void verify(Path folder, Map<String, NDArray> written, Dtype dtype) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            LanguageModelFolder model = LanguageModelFolder.open(folder);
            Tokenizers.requireFits(Tokenizers.load(folder), model.config().vocabSize(), folder.toString());
            LoadedWeights weights = new LoadedWeights(WeightFiles.open(folder), manager, dtype);
            model.build(manager, weights, Sublayer.Wrapper.NONE, dtype);
            weights.requireComplete(name -> false);
            if (!TensorHash.sha256(new TreeMap<>(weights.taken())).equals(TensorHash.sha256(new TreeMap<>(written)))) {
                throw new ExportException(folder + ": the written language model does not read back");
            }
        }
    }
}
