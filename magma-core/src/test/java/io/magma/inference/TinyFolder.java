package io.magma.inference;

import ai.djl.Device;
import io.magma.config.ConfigLoader;
import io.magma.config.InferenceConfig;
import io.magma.multimodal.ModelLoader;
import io.magma.multimodal.MultimodalModel;
import io.magma.testing.FixedInit;
import io.magma.testing.TinyVisionLanguage;
import io.magma.torch.HostData;
import io.magma.torch.TorchOps;
import io.magma.weights.SafetensorsWriter;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A tiny model folder whose trained tensors are large enough to matter. */
final class TinyFolder {
    private TinyFolder() {}

    static Path write(Path parent) throws IOException {
        TinyVisionLanguage.write(parent);
        Path folder = Files.createDirectories(parent.resolve("model"));
        String yaml = "model:\n"
                + TinyVisionLanguage.MODEL.replaceAll("(?m)^", "  ").replace("path: ", "path: ../")
                + "\ngeneration: {max_new_tokens: 8}\n";
        Files.writeString(folder.resolve("config.yml"), yaml);
        InferenceConfig config = ConfigLoader.load(folder.resolve("config.yml"), InferenceConfig.class, List.of());
        try (MultimodalModel model = ModelLoader.load(config.model(), Device.cpu(), 0, Optional.empty())) {
            model.parameters()
                    .forEach((name, tensor) -> TorchOps.copyInto(
                            tensor,
                            HostData.floats(
                                    model.manager(),
                                    FixedInit.values(name, tensor.getShape().getShape()),
                                    tensor.getShape().getShape())));
            SafetensorsWriter.write(folder.resolve("trainable.safetensors"), model.parameters(), java.util.Map.of());
        }
        return folder;
    }

    /** A picture without two equal ones for two seeds. */
    static BufferedImage picture(int seed) {
        BufferedImage image = new BufferedImage(40 + seed, 70, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, (x * 5 + seed * 40) << 16 | (y * 3 & 255) << 8 | (x * y + 31 * seed & 255));
            }
        }
        return image;
    }
}
