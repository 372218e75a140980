package io.magma.testing;

import ai.djl.ndarray.NDManager;
import io.magma.lm.CausalLm;
import io.magma.lm.LanguageModelFolder;
import io.magma.nn.Sublayer;
import io.magma.torch.Dtype;
import io.magma.vision.BatchStatistics;
import io.magma.vision.ImageEncoderFolder;
import io.magma.weights.SafetensorsWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * Models of every family, small enough to run in milliseconds. Their shapes are in {@code tiny/NAME.json}, their weights are
 * those of {@link FixedInit}.
 */
public enum TinyModel {
    GPT2,
    GPTJ,
    GPT_NEOX,
    GPT_NEOX_SERIAL,
    LLAMA,
    QWEN2,
    CLIP_VIT,
    CLIP_RESNET,
    NF_RESNET;

    /** Name of the files about this model. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is an image encoder. */
    public boolean encoder() {
        return this == CLIP_VIT || this == CLIP_RESNET || this == NF_RESNET;
    }

    /** Writes {@code config.json} alone and gives the folder. */
    public Path writeConfig(Path parent) {
        Path folder = parent.resolve(fileName());
        String resource = "tiny/" + fileName() + ".json";
        try (InputStream in = Objects.requireNonNull(TinyModel.class.getResourceAsStream(resource), resource)) {
            Files.createDirectories(folder);
            Files.write(folder.resolve("config.json"), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** Writes a whole model folder, {@code config.json} and {@code model.safetensors}, and gives it. */
    public Path writeFolder(Path parent) {
        Path folder = writeConfig(parent);
        try (NDManager manager = NDManager.newBaseManager()) {
            FixedWeights weights = new FixedWeights(manager);
            switch (this) {
                case CLIP_VIT -> ImageEncoderFolder.open(folder).buildVit(weights, OptionalInt.empty(), true, -1);
                case CLIP_RESNET ->
                    ImageEncoderFolder.open(folder)
                            .buildResNet(weights, weights, OptionalInt.empty(), new BatchStatistics());
                case NF_RESNET ->
                    ImageEncoderFolder.open(folder).buildNfResNet(weights, true, OptionalInt.empty(), false);
                case GPT2, GPTJ, GPT_NEOX, GPT_NEOX_SERIAL, LLAMA, QWEN2 ->
                    LanguageModelFolder.open(folder).build(manager, weights, Sublayer.Wrapper.NONE, Dtype.FLOAT32);
            }
            SafetensorsWriter.write(
                    folder.resolve("model.safetensors"), weights.taken(), Map.of("format", "pt"), false);
        }
        return folder;
    }

    /** Builds a language model of this family without any weight file. */
    public CausalLm languageModel(NDManager manager, Path scratch) {
        return languageModel(manager, scratch, Sublayer.Wrapper.NONE);
    }

    /** Builds a language model of this family without any weight file, with what {@code wrapper} puts in. */
    public CausalLm languageModel(NDManager manager, Path scratch, Sublayer.Wrapper wrapper) {
        return LanguageModelFolder.open(writeConfig(scratch))
                .build(manager, new FixedWeights(manager), wrapper, Dtype.FLOAT32);
    }
}
