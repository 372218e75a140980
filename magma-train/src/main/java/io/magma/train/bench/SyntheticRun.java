package io.magma.train.bench;

import ai.djl.ndarray.NDManager;
import io.magma.lm.LanguageModelFolder;
import io.magma.nn.Sublayer;
import io.magma.text.BpeTrainer;
import io.magma.text.Gpt2Vocabulary;
import io.magma.torch.Dtype;
import io.magma.vision.ImageEncoderFolder;
import io.magma.weights.SafetensorsWriter;
import io.magma.weights.TrainableWeights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A run on random weights and drawn pictures: everything that a benchmark reads, made in a folder. */
public final class SyntheticRun {
    private static final String END_OF_TEXT = "<|endoftext|>";
    private static final int GPT2_VOCABULARY = 50_257;
    private static final int PICTURES = 64;

    private static final String CONFIG = """
            model:
              language_model: {path: lm}
              image_encoder: {path: encoder, features: patches, layer: -2}
              image_prefix: {dropout: 0.0, layer_norm: true}
              adapters:
                mlp: {type: sequential, downsample_factor: 4}
            data:
              train: {format: magma, path: data, shuffle: false, caption: first}
            optimizer: {lr: 1.0e-4}
            schedule: {type: constant}
            training: {steps: 10, batch_size: 8}
            checkpoint: {dir: out}
            """;

    private SyntheticRun() {}

    /**
     * Writes model folders, pictures and {@code run.yml}, and gives the last.
     *
     * @param folder exists
     * @throws IOException if it cannot be written, such as for want of room: the base size needs 0.9 GB
     */
    public static Path write(Path folder, SyntheticSize size, long seed) throws IOException {
        List<String> captions = new SyntheticPictures(size.resolution, seed).write(folder.resolve("data"), PICTURES);
        Path lm = Files.createDirectories(folder.resolve("lm"));
        Files.writeString(lm.resolve("config.json"), size.languageModel(tokenizer(lm, size, captions)));
        Path encoder = Files.createDirectories(folder.resolve("encoder"));
        Files.writeString(encoder.resolve("config.json"), size.imageEncoder());
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            TrainableWeights drawn = new TrainableWeights(manager, seed);
            LanguageModelFolder.open(lm).build(manager, drawn, Sublayer.Wrapper.NONE, Dtype.FLOAT32);
            save(lm, drawn);
        }
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            TrainableWeights drawn = new TrainableWeights(manager, seed + 1);
            ImageEncoderFolder.open(encoder).buildVit(drawn, OptionalInt.empty(), false, -1);
            save(encoder, drawn);
        }
        return Files.writeString(folder.resolve("run.yml"), CONFIG);
    }

    private static void save(Path model, TrainableWeights drawn) {
        SafetensorsWriter.write(model.resolve("model.safetensors"), drawn.parameters(), Map.of("format", "pt"), false);
    }

    /** Writes a tokenizer and gives its end token. */
    private static int tokenizer(Path folder, SyntheticSize size, List<String> captions) throws IOException {
        if (size.vocabulary == GPT2_VOCABULARY) {
            Gpt2Vocabulary.write(folder);
            return GPT2_VOCABULARY - 1;
        }
        BpeTrainer trainer = new BpeTrainer(List.of(END_OF_TEXT));
        captions.forEach(trainer::add);
        trainer.train(size.vocabulary).write(folder);
        return 0;
    }
}
