package io.magma.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders of a whole tiny model: GPT-2 with a tokenizer of letters, and a ResNet. */
public final class TinyVisionLanguage {
    /** The model section that goes with the folders. */
    public static final String MODEL = """
            language_model: {path: gpt2}
            image_encoder: {path: clip_resnet}
            image_prefix: {dropout: 0.0}
            adapters:
              mlp: {type: sequential, downsample_factor: 4}
              attention: {type: parallel, downsample_factor: 4}
            """;

    private TinyVisionLanguage() {}

    /** Writes {@code gpt2} and {@code clip_resnet} below {@code parent}. */
    public static void write(Path parent) {
        Path languageModel = TinyModel.GPT2.writeFolder(parent);
        TinyModel.CLIP_RESNET.writeFolder(parent);
        StringBuilder vocabulary = new StringBuilder("{\"<|endoftext|>\": 60, \"Ġ\": 0");
        for (int i = 1; i <= 52; i++) {
            vocabulary
                    .append(", \"")
                    .append((char) (i <= 26 ? 'a' + i - 1 : 'A' + i - 27))
                    .append("\": ")
                    .append(i);
        }
        String marks = "?:.,!-'";
        for (int i = 0; i < marks.length(); i++) {
            vocabulary.append(", \"").append(marks.charAt(i)).append("\": ").append(53 + i);
        }
        try {
            Files.writeString(languageModel.resolve("vocab.json"), vocabulary.append("}"));
            Files.writeString(languageModel.resolve("merges.txt"), "#version: 0.2\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
