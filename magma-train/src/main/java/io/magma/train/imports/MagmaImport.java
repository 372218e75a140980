package io.magma.train.imports;

import io.magma.config.ConfigException;
import io.magma.config.ConfigLoader;
import io.magma.config.FrozenDtype;
import io.magma.config.GenerationConfig;
import io.magma.config.InferenceConfig;
import io.magma.config.ModelConfig;
import io.magma.image.ImageProcessorConfig;
import io.magma.multimodal.ModelFolder;
import io.magma.text.Tokenizers;
import io.magma.torch.Dtype;
import io.magma.train.checkpoint.StagedFolder;
import io.magma.train.export.ModelParts;
import io.magma.train.export.OutputFolder;
import io.magma.train.export.ServingProperties;
import io.magma.weights.CastTensor;
import io.magma.weights.SafetensorsWriter;
import io.magma.weights.StreamedTensor;
import io.magma.weights.WeightsException;
import io.magma.weights.torchfile.TorchFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Makes a model folder out of a checkpoint of the reference implementation: DeepSpeed's {@code mp_rank_00_model_states.pt} or
 * a bare state dict, as {@code torch.save} writes them.
 *
 * <p>Tensors are streamed from the checkpoint into safetensors files; memory does not grow with the model. Every tensor is
 * accounted for, and a report of all of them is written into the folder.
 */
public final class MagmaImport {
    private static final String LANGUAGE_MODEL = "language_model";
    private static final String IMAGE_ENCODER = "image_encoder";

    private final Settings settings;

    /**
     * What the user chooses.
     *
     * @param languageModel folder of configuration and tokenizer; empty means GPT-J 6B's and GPT-2's
     * @param dtype element type of the frozen language model; empty means that of the checkpoint
     * @param imageSize side of the encoder's input in pixels; empty means the one it was published with
     * @param check whether to load the written model, let it answer, and write {@code magma.json}
     */
    public record Settings(
            Optional<Path> languageModel, Optional<FrozenDtype> dtype, OptionalInt imageSize, boolean check) {
        /** Everything as the checkpoint has it. */
        public static Settings defaults() {
            return new Settings(Optional.empty(), Optional.empty(), OptionalInt.empty(), false);
        }
    }

    private MagmaImport(Settings settings) {
        this.settings = settings;
    }

    /**
     * Imports a checkpoint.
     *
     * @param out is made; must not exist, unless empty
     * @return what became of every tensor
     * @throws ConfigException if {@code out} is taken or the language model's folder does not fit
     * @throws WeightsException if the checkpoint is damaged or holds anything else than such a model
     */
    public static ImportReport write(Path checkpoint, Path out, Settings settings) {
        OutputFolder.requireFree(out);
        try (TorchFile file = TorchFile.open(checkpoint)) {
            MagmaCheckpoint model = MagmaCheckpoint.read(file, settings.imageSize());
            ImportReport report = model.report(notes(model));
            StagedFolder.put(out, aside -> new MagmaImport(settings).fill(aside, model, report));
            return report;
        } catch (CastTensor.OverflowException e) {
            throw new WeightsException(checkpoint, e.getMessage() + "; choose another --dtype", e);
        } catch (IOException e) {
            throw new WeightsException(out, "cannot be written: " + e.getMessage(), e);
        }
    }

    private static List<String> notes(MagmaCheckpoint model) {
        GptJShape shape = model.languageModel().shape();
        int padded = shape.headRows() - shape.embeddingRows();
        return padded == 0
                ? List.of()
                : List.of("the token embedding of " + shape.embeddingRows() + " rows has " + padded
                        + " more of zeros, so that it is as long as the head");
    }

    private void fill(Path folder, MagmaCheckpoint model, ImportReport report) throws IOException {
        FrozenDtype dtype = settings.dtype().orElseGet(() -> frozenDtype(model));
        Path languageModel = folder.resolve(LANGUAGE_MODEL);
        Files.createDirectories(languageModel);
        ImportedLanguageModel.write(languageModel, model, settings.languageModel(), dtype);
        Map<String, StreamedTensor> trained = new LinkedHashMap<>();
        model.languageModel().trained().forEach((name, tensor) -> trained.put(name, float32(name, tensor)));
        model.prefixTensors().forEach((name, tensor) -> trained.put(name, float32(name, tensor)));
        if (model.encoder().isPresent()) {
            EncoderFiles encoder = model.encoder().get();
            encoder.write(folder.resolve(IMAGE_ENCODER));
            encoder.processor().write(folder.resolve(ImageProcessorConfig.FILE_NAME));
            encoder.tensors().forEach((name, tensor) -> {
                if (!name.contains(
                        "running_")) { // statistics are not trained by gradient and stay in the encoder's folder
                    trained.put(IMAGE_ENCODER + "." + name, float32(name, tensor));
                }
            });
        }
        SafetensorsWriter.writeStreamed(folder.resolve(ModelFolder.TRAINED), trained, Map.of("format", "pt"), true);
        ModelParts.copy(Tokenizers.files(languageModel), folder);
        ModelConfig config = model.config(languageModel, folder.resolve(IMAGE_ENCODER), dtype);
        InferenceConfig inference = new InferenceConfig(config, GenerationConfig.DEFAULTS);
        Files.writeString(folder.resolve(ModelFolder.CONFIG), ConfigLoader.render(inference, folder));
        ServingProperties.write(folder);
        report.write(folder);
        if (settings.check()) {
            ImportCheck.run(folder, report.source());
        }
    }

    private static StreamedTensor float32(String name, StreamedTensor tensor) {
        return CastTensor.of(name, tensor, Dtype.FLOAT32);
    }

    private static FrozenDtype frozenDtype(MagmaCheckpoint model) {
        Dtype stored = model.languageModel().frozen().values().iterator().next().dtype();
        return switch (stored) {
            case FLOAT16 -> FrozenDtype.FLOAT16;
            case BFLOAT16 -> FrozenDtype.BFLOAT16;
            case FLOAT32, FLOAT64, BOOL, UINT8, INT8, INT16, INT32, INT64 -> FrozenDtype.FLOAT32;
        };
    }
}
