package io.magma.train.memory;

import io.magma.config.FeatureCacheMode;
import io.magma.config.ImageEncoderConfig;
import io.magma.config.ObjectiveConfig;
import io.magma.config.RunConfig;
import io.magma.config.TextTowerType;
import io.magma.torch.Dtype;
import io.magma.vision.ClipResNet;
import io.magma.vision.ClipVit;
import io.magma.vision.ImageEncoder;
import io.magma.vision.NfResNet;
import java.util.ArrayList;
import java.util.List;

/** What a micro-batch needs on its way forward and back, and the features that are kept between them. */
final class StepMemory {
    private static final long GIB = 1L << 30;

    private final RunConfig run;
    private final ModelOutline model;
    private final BatchRows batch;
    private final boolean gpu;
    private final List<MemoryPart> parts = new ArrayList<>();

    private StepMemory(RunConfig run, ModelOutline model, BatchRows batch, boolean gpu) {
        this.gpu = gpu;
        this.run = run;
        this.model = model;
        this.batch = batch;
    }

    /** Of one process. */
    static List<MemoryPart> of(RunConfig run, ModelOutline model, BatchRows batch, boolean gpu) {
        StepMemory step = new StepMemory(run, model, batch, gpu);
        if (run.objective() instanceof ObjectiveConfig.Contrastive contrastive) {
            step.contrastive(contrastive);
        } else {
            step.languageModel();
        }
        return List.copyOf(step.parts);
    }

    /** What the decoder keeps without activation checkpointing, and with it. */
    static long[] decoderBothWays(RunConfig run, ModelOutline model, BatchRows batch, boolean gpu) {
        DecoderActivations decoder = new StepMemory(run, model, batch, gpu).decoder();
        return new long[] {
            decoder.of(batch.blocks()).kept(),
            decoder.recomputed(batch.blocks()).kept()
        };
    }

    private void languageModel() {
        Dtype dtype = Dtype.of(run.model().languageModel().dtype());
        boolean trained = !run.model().freeze().languageModel();
        boolean recomputed = run.training().activationCheckpointing();
        Activations decoder =
                recomputed ? decoder().recomputed(batch.blocks()) : decoder().of(batch.blocks());
        backward("activations of the decoder" + (recomputed ? ", computed again block by block" : ""), decoder.kept());
        moment("working memory of a decoder block", decoder.moment());
        int8(recomputed);
        if (run.model().classHead().isEmpty()) {
            Activations scores = ScoreChunk.of(
                    batch.labels(), model.decoder().vocabSize(), model.decoder().hiddenSize(), dtype, trained);
            backward("gradient of the trained head", scores.kept());
            moment("chunk of scores", scores.moment());
        }
        run.model().imageEncoder().ifPresent(config -> {
            Dtype computed = config.trainable() ? Dtype.of(config.computeDtype()) : dtype;
            encoder(computed, config.trainable());
            ImageEncoder encoder = model.encoder().orElseThrow();
            long features = (long) encoder.positions() * encoder.channels();
            long embeddings = (long) model.tokensPerImage() * model.decoder().hiddenSize();
            backward(
                    "activations of the image prefix",
                    batch.images() * PrefixActivations.of(run.model().imagePrefix(), features, embeddings));
            cache(config, features * computed.bytes());
        });
    }

    /** Matrices of 8 bits in the type that computes: autograd keeps them for the way back, of one block if it is recomputed. */
    private void int8(boolean recomputed) {
        long elements = model.frozen().values().stream()
                .filter(tensor -> tensor.dtype() == Dtype.INT8)
                .mapToLong(ModelOutline.Tensor::elements)
                .sum();
        long kept = recomputed
                ? elements / model.decoder().layers()
                : elements * batch.blocks().size();
        backward("matrices of 8 bits in bfloat16, for the backward pass", kept * Dtype.BFLOAT16.bytes());
    }

    private DecoderActivations decoder() {
        boolean trained = !run.model().freeze().languageModel();
        long elements = model.trainedElements("adapters.") + model.trainedElements("language_model.");
        return new DecoderActivations(
                model.decoder(),
                run.model().adapters(),
                Dtype.of(run.model().languageModel().dtype()),
                trained,
                elements,
                !gpu);
    }

    private void contrastive(ObjectiveConfig.Contrastive objective) {
        Dtype dtype = Dtype.of(objective.computeDtype());
        run.model().imageEncoder().ifPresent(config -> encoder(dtype, true));
        long length = Math.min(batch.longest(), objective.textTower().contextLength());
        long positions = batch.rows() * length;
        if (objective.textTower().type() == TextTowerType.TRAINED) {
            Activations texts = TextTowerActivations.of(objective.textTower(), positions, dtype.bytes());
            backward("activations of the text tower", texts.kept());
            moment("working memory of the text tower", texts.moment());
        } else {
            long width =
                    11L * model.decoder().hiddenSize() + 2L * model.decoder().intermediateSize();
            Dtype lm = Dtype.of(run.model().languageModel().dtype());
            moment("activations of the frozen language model", positions * width * lm.bytes());
        }
        // Cosines, both log-softmaxes, their sum and the targets.
        backward("loss", 5L * batch.rows() * batch.rows() * Float.BYTES);
    }

    private void encoder(Dtype dtype, boolean trained) {
        ImageEncoder encoder = model.encoder().orElseThrow();
        Activations one = ofPicture(encoder, trained, dtype.bytes());
        long pictures = batch.images();
        long side = encoder.resolution();
        backward("pixels", pictures * 3 * side * side * (Float.BYTES + (dtype == Dtype.FLOAT32 ? 0 : dtype.bytes())));
        long casts = trained && dtype != Dtype.FLOAT32 ? model.trainedElements("image_encoder.") * dtype.bytes() : 0;
        backward("activations of the trained image encoder", pictures * one.kept() + casts);
        moment(
                trained ? "working memory of an encoder block" : "activations of the frozen image encoder",
                pictures * one.moment());
    }

    private static Activations ofPicture(ImageEncoder encoder, boolean trained, int bytes) {
        if (encoder instanceof ClipVit vit) {
            return VitActivations.of(vit.config(), vit.layersRun(), trained, bytes);
        }
        if (encoder instanceof ClipResNet resNet) {
            return ResNetActivations.of(resNet.config(), trained, bytes);
        }
        if (encoder instanceof NfResNet resNet) {
            return NfResNetActivations.of(resNet.config(), trained, bytes);
        }
        throw new IllegalArgumentException("no formula for " + encoder.getClass());
    }

    private void cache(ImageEncoderConfig config, long featureBytes) {
        if (config.cache() == FeatureCacheMode.MEMORY) {
            long limit = (long) (config.cacheGib() * GIB);
            long pictures = batch.differentPictures(run);
            parts.add(new MemoryPart(
                    "features kept in memory, up to",
                    Place.HOST,
                    Phase.RUN,
                    pictures < limit / featureBytes ? pictures * featureBytes : limit));
        }
    }

    private void backward(String name, long bytes) {
        add(name, Phase.BACKWARD, bytes);
    }

    private void moment(String name, long bytes) {
        add(name, Phase.MOMENT, bytes);
    }

    private void add(String name, Phase phase, long bytes) {
        if (bytes > 0) {
            parts.add(new MemoryPart(name, Place.DEVICE, phase, bytes));
        }
    }
}
