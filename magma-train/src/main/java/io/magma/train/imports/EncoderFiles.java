package io.magma.train.imports;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.image.ImageProcessorConfig;
import io.magma.torch.Dtype;
import io.magma.weights.CastTensor;
import io.magma.weights.SafetensorsWriter;
import io.magma.weights.StreamedTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An image encoder to be written as a folder that {@code model.image_encoder.path} can name.
 *
 * @param description what it is, in a few words
 * @param config its {@code config.json}
 * @param tensors its tensors under the names that the folder has
 * @param processor resolution, means and deviations of its input
 */
record EncoderFiles(
        String description, ObjectNode config, Map<String, StreamedTensor> tensors, ImageProcessorConfig processor) {
    /** Writes {@code config.json}, {@code preprocessor_config.json} and {@code model.safetensors} into a folder, which is made. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(
                folder.resolve("config.json"),
                new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(config) + "\n");
        processor.write(folder.resolve(ImageProcessorConfig.FILE_NAME));
        Map<String, StreamedTensor> written = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> written.put(
                name, tensor.dtype() == Dtype.FLOAT64 ? CastTensor.of(name, tensor, Dtype.FLOAT32) : tensor));
        SafetensorsWriter.writeStreamed(folder.resolve("model.safetensors"), written, Map.of("format", "pt"), true);
    }
}
