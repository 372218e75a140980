package io.magma.train.run;

import io.magma.config.ConfigLoader;
import io.magma.config.RunConfig;
import io.magma.testing.TinyModel;
import io.magma.train.loop.ResumeMode;
import io.magma.train.loop.RunOutcome;
import io.magma.train.loop.StopRequest;
import io.magma.train.metrics.TextProgress;
import io.magma.train.prepare.TarShards;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** A tiny GPT-2, a tiny CLIP ResNet and eight captioned pictures of two colours, in a folder. */
final class TinyWorld {
    static final String[] CAPTIONS = {"a", "b", "c", "d", "ab", "ba", "cd", "dc"};
    static final String CONFIG = """
            model:
              language_model: {path: gpt2}
              image_encoder: {path: clip-resnet}
              image_prefix: {dropout: 0.1, layer_norm: true}
              adapters:
                mlp: {type: sequential, downsample_factor: 2}
                attention: {type: scaled_parallel, downsample_factor: 2}
            data:
              train: {path: data}
              eval: {path: data}
            optimizer: {lr: 1.0e-2}
            schedule: {type: constant, warmup_steps: 5}
            training: {steps: 12, batch_size: 8, eval_every: 0, save_every: 0}
            checkpoint: {dir: out}
            """;

    private final Path dir;

    TinyWorld(Path dir) throws IOException {
        this.dir = dir;
        Path lm = TinyModel.GPT2.writeFolder(dir);
        if (!lm.getFileName().toString().equals("gpt2")) {
            Files.move(lm, dir.resolve("gpt2"));
        }
        Files.writeString(dir.resolve("gpt2/vocab.json"), vocabulary());
        Files.writeString(dir.resolve("gpt2/merges.txt"), "#version: 0.2\n");
        Path encoder = TinyModel.CLIP_RESNET.writeFolder(dir);
        if (!encoder.getFileName().toString().equals("clip-resnet")) {
            Files.move(encoder, dir.resolve("clip-resnet"));
        }
        SplittableRandom random = new SplittableRandom(1);
        Files.createDirectories(dir.resolve("data/images"));
        Files.createDirectories(dir.resolve("data/image_data"));
        for (int i = 0; i < CAPTIONS.length; i++) {
            BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
            int colour = random.nextInt(1 << 24);
            for (int p = 0; p < 64 * 64; p++) {
                image.setRGB(p % 64, p / 64, p / 64 < 8 * i ? colour : 0xffffff);
            }
            ImageIO.write(image, "png", dir.resolve("data/images/" + i + ".png").toFile());
            Files.writeString(
                    dir.resolve("data/image_data/" + i + ".json"),
                    "{\"image_path\": \"images/" + i + ".png\", \"captions\": [\"" + CAPTIONS[i] + "\"]}");
        }
    }

    /** Writes three tar shards with three or four of the pictures each, and gives their path with braces. */
    String writeShards() throws IOException {
        for (int shard = 0; shard < 3; shard++) {
            try (TarShards tar = new TarShards(dir.resolve("shards"), "s" + shard, Long.MAX_VALUE)) {
                for (int i = shard; i < CAPTIONS.length; i += 2) {
                    Map<String, byte[]> parts = new LinkedHashMap<>();
                    parts.put("png", Files.readAllBytes(dir.resolve("data/images/" + i + ".png")));
                    parts.put("txt", CAPTIONS[i].getBytes(StandardCharsets.UTF_8));
                    tar.write(shard + "-" + i, parts);
                }
            }
        }
        return dir + "/shards/s{0..2}-000000.tar";
    }

    private static String vocabulary() {
        List<String> entries = new ArrayList<>(List.of("\"<|endoftext|>\": 0"));
        for (String letter : Arrays.asList("a", "b", "c", "d")) {
            entries.add("\"" + letter + "\": " + entries.size());
        }
        return "{" + String.join(", ", entries) + "}";
    }

    Path dir() {
        return dir;
    }

    RunConfig config(String... overrides) {
        return ConfigLoader.parse("run.yml", CONFIG, dir, List.of(overrides));
    }

    static RunOutcome run(RunConfig config, ResumeMode resume) {
        return new TrainingRun(config, resume, new TextProgress(line -> {}, false, 100)).run(StopRequest.manual());
    }
}
