package io.magma.train.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.config.ConfigException;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.WeightsOrigin;
import io.magma.hub.ModelFolders;
import io.magma.image.ImageProcessorConfig;
import io.magma.multimodal.ImageInput;
import io.magma.vision.EncoderKind;
import io.magma.vision.ImageEncoderFolder;
import io.magma.weights.SafetensorsFile;
import io.magma.weights.SafetensorsWriter;
import io.magma.weights.StateDict;
import io.magma.weights.WeightFiles;
import io.magma.weights.WeightsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the trained image encoder of a run as a folder that {@code model.image_encoder.path} can name: {@code config.json},
 * {@code preprocessor_config.json} and {@code model.safetensors} under the names of the encoder's own files, running statistics
 * included.
 */
public final class ImageEncoderExport {
    private static final String PREFIX = "image_encoder.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ImageEncoderExport() {}

    /**
     * Exports.
     *
     * @param config the encoder as the run had it
     * @param trainable {@code trainable.safetensors} of a checkpoint
     * @param folder is made; must not hold an encoder yet
     * @throws ConfigException if the checkpoint has no trained encoder, or the folder has one already
     * @throws WeightsException if a file cannot be read or written
     */
    public static void write(ImageEncoderConfig config, Path trainable, Path folder) {
        Path weights = folder.resolve("model.safetensors");
        if (Files.exists(weights)) {
            throw new ConfigException(weights + ": exists already");
        }
        try (NDManager manager = NDManager.newBaseManager()) {
            Map<String, NDArray> tensors = pretrained(config, manager);
            int trained = 0;
            for (Map.Entry<String, NDArray> e :
                    StateDict.load(trainable, manager).tensors().entrySet()) {
                if (e.getKey().startsWith(PREFIX)) {
                    tensors.put(e.getKey().substring(PREFIX.length()), e.getValue());
                    trained++;
                }
            }
            if (trained == 0) {
                throw new ConfigException(trainable + ": holds no trained image encoder");
            }
            Files.createDirectories(folder);
            int resolution = writeConfig(config, folder);
            ImageInput.processor(config, resolution).write(folder.resolve(ImageProcessorConfig.FILE_NAME));
            SafetensorsWriter.write(weights, tensors, Map.of("format", "pt"));
        } catch (IOException e) {
            throw new WeightsException(folder, "cannot be written: " + e.getMessage(), e);
        }
    }

    // What was not trained (stored statistics, parts without use) stays as in the files that training began with.
    private static Map<String, NDArray> pretrained(ImageEncoderConfig config, NDManager manager) {
        Map<String, NDArray> tensors = new LinkedHashMap<>();
        if (config.weights() == WeightsOrigin.RANDOM) {
            return tensors;
        }
        WeightFiles files = WeightFiles.open(ModelFolders.of(config.path()));
        String prefix = ImageEncoderFolder.namePrefix(files);
        for (Path file : files.files()) {
            SafetensorsFile opened = SafetensorsFile.open(file, manager);
            for (String name : opened.header().tensors().keySet()) {
                tensors.put(name.startsWith(prefix) ? name.substring(prefix.length()) : name, opened.tensor(name));
            }
        }
        return tensors;
    }

    private static int writeConfig(ImageEncoderConfig config, Path folder) throws IOException {
        Path encoder = ModelFolders.of(config.path());
        ObjectNode json =
                (ObjectNode) JSON.readTree(encoder.resolve("config.json").toFile());
        EncoderKind kind = ImageEncoderFolder.open(encoder).kind();
        int trainedAt = json.path(json.has("vision_config") ? "vision_config" : "")
                .path("image_size")
                .asInt(json.path("image_size").asInt());
        int resolution = config.resolution().orElse(trainedAt);
        if (kind != EncoderKind.CLIP_VIT) {
            json.put("image_size", resolution); // a transformer's says how many positions its file has
        }
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve("config.json").toFile(), json);
        return resolution;
    }
}
