package io.magma.train.memory;

import io.magma.config.ImageEncoderConfig;
import io.magma.config.LanguageModelConfig;
import io.magma.config.Offload;
import io.magma.config.RunConfig;
import io.magma.config.WeightsOrigin;
import io.magma.hub.ModelFolders;
import io.magma.torch.Dtype;
import io.magma.train.memory.ModelOutline.Tensor;
import io.magma.vision.EncoderKind;
import io.magma.vision.ImageEncoderFolder;
import io.magma.weights.WeightFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the weights of a run take, and what the optimizer keeps beside the trained ones.
 *
 * <p>A trained parameter is held in float32 whatever computes with it: 4 bytes, 4 for its gradient, 8 for AdamW's two moments, 4
 * for a moving average. A copy of all but the gradient is what a checkpoint in the background is written from. A frozen tensor in
 * its file's own type is the mapped file itself on a CPU: its pages are counted, as the hash of the frozen weights reads them all,
 * but the system can drop them. In another type, or on a GPU, it is a copy.
 */
final class WeightMemory {
    /** Frozen tensors of a decoder's blocks, by the names of all families. */
    private static final Pattern BLOCK = Pattern.compile("^language_model\\.(.*\\.)?(h|layers)\\.\\d+\\.");

    private final RunConfig run;
    private final ModelOutline model;
    private final boolean gpu;
    private final List<MemoryPart> parts = new ArrayList<>();

    private WeightMemory(RunConfig run, ModelOutline model, boolean gpu) {
        this.run = run;
        this.model = model;
        this.gpu = gpu;
    }

    /** Of one process. */
    static List<MemoryPart> of(RunConfig run, ModelOutline model, boolean gpu) {
        WeightMemory memory = new WeightMemory(run, model, gpu);
        memory.frozen();
        memory.trained();
        return List.copyOf(memory.parts);
    }

    private void frozen() {
        Map<String, WeightFiles> files = new LinkedHashMap<>();
        LanguageModelConfig lm = run.model().languageModel();
        if (lm.weights() == WeightsOrigin.PRETRAINED) {
            files.put("language_model", WeightFiles.open(ModelFolders.of(lm.path())));
        }
        Optional<ImageEncoderConfig> encoder = run.model().imageEncoder();
        encoder.filter(e -> e.weights() == WeightsOrigin.PRETRAINED)
                .ifPresent(e -> files.put("image_encoder", WeightFiles.open(ModelFolders.of(e.path()))));
        Map<String, Long> sums = new LinkedHashMap<>();
        boolean offloaded = lm.offload() == Offload.HOST;
        long blocks = offloaded ? offloaded(lm.residentBlocks()) : 0;
        if (gpu && offloaded) {
            parts.add(new MemoryPart("language_model, blocks, page-locked", Place.HOST, Phase.RUN, blocks));
        }
        model.frozen().forEach((name, tensor) -> {
            if (gpu && offloaded && BLOCK.matcher(name).find()) {
                return;
            }
            int dot = name.indexOf('.');
            String part = name.substring(0, dot);
            String how = mapped(Optional.ofNullable(files.get(part)), name.substring(dot + 1), tensor)
                    ? ", mapped from its files"
                    : "";
            String type = tensor.dtype().name().toLowerCase(Locale.ROOT);
            sums.merge(part + ", frozen, " + type + how, tensor.bytes(), Long::sum);
        });
        sums.forEach((name, bytes) -> add(name, Phase.RUN, bytes));
        encoder.ifPresent(this::standardized);
    }

    /** Counts the slots of the device, and gives the bytes of all blocks. */
    private long offloaded(int slots) {
        long blocks = model.frozen().entrySet().stream()
                .filter(e -> BLOCK.matcher(e.getKey()).find())
                .mapToLong(e -> e.getValue().bytes())
                .sum();
        int layers = model.decoder().layers();
        add(
                "language_model, blocks on the device for their turn",
                Phase.RUN,
                blocks / layers * Math.min(slots, layers));
        return blocks;
    }

    private boolean mapped(Optional<WeightFiles> files, String name, Tensor held) {
        return !gpu
                && files.flatMap(f -> Optional.ofNullable(f.tensors().get(name)))
                        .filter(info -> info.dtype() == held.dtype())
                        .isPresent();
    }

    /** A frozen NF-ResNet standardises its filters once, into a copy. */
    private void standardized(ImageEncoderConfig encoder) {
        Path folder = ModelFolders.of(encoder.path());
        if (!encoder.trainable() && ImageEncoderFolder.open(folder).kind() == EncoderKind.NF_RESNET) {
            long filters = model.frozen().entrySet().stream()
                    .filter(e -> e.getKey().startsWith("image_encoder.")
                            && e.getKey().endsWith(".weight"))
                    .mapToLong(e -> e.getValue().bytes())
                    .sum();
            add("image_encoder, standardised filters", Phase.RUN, filters);
        }
    }

    private void trained() {
        long elements = model.trainedElements("");
        long buffers =
                model.buffers().values().stream().mapToLong(Tensor::bytes).sum();
        boolean averaged = run.training().emaDecay() > 0;
        long average = averaged ? elements * Dtype.FLOAT32.bytes() : 0;
        Map<String, Long> sums = new LinkedHashMap<>();
        model.trained().forEach((name, t) -> sums.merge(name.split("\\.", 2)[0], t.bytes(), Long::sum));
        sums.forEach((part, bytes) -> add(part + ", trained, float32", Phase.RUN, bytes));
        add("running statistics", Phase.RUN, buffers);
        add("gradients", Phase.RUN, elements * Dtype.FLOAT32.bytes());
        add("AdamW's moments", Phase.RUN, 2 * elements * Dtype.FLOAT32.bytes());
        add("moving average (ema_decay)", Phase.RUN, average);
        if (run.checkpoint().async()) {
            int every = run.training().saveEvery();
            boolean between = every > 0 && every < run.training().steps();
            parts.add(new MemoryPart(
                    "copy that a checkpoint is written from" + (between ? "" : ", at the end only"),
                    Place.HOST,
                    between ? Phase.SAVING : Phase.END,
                    3 * elements * Dtype.FLOAT32.bytes() + average + buffers));
        }
    }

    private void add(String name, Phase phase, long bytes) {
        if (bytes > 0) {
            parts.add(new MemoryPart(name, Place.DEVICE, phase, bytes));
        }
    }
}
