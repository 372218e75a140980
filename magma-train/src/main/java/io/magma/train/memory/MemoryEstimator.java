package io.magma.train.memory;

import io.magma.config.FrozenDtype;
import io.magma.config.ObjectiveConfig;
import io.magma.config.RunConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Works out what a run needs, without loading a weight. */
public final class MemoryEstimator {
    private static final int AHEAD_PER_WORKER = 2;
    private static final int CHANNELS = 3;

    private MemoryEstimator() {}

    /**
     * Of one process of a run; all of them need the same.
     *
     * @param model outline of its model
     * @param tokens tokens of every row, the end token counted; empty looks at the data
     * @param gpu whether a GPU computes
     */
    public static MemoryEstimate of(RunConfig run, ModelOutline model, OptionalInt tokens, boolean gpu) {
        return of(run, model, BatchRows.of(run, model, tokens), gpu);
    }

    /** The same for rows of {@value BatchRows#ASSUMED_TOKENS} tokens, or as long as packed text is, without opening the data. */
    public static MemoryEstimate withoutData(RunConfig run, ModelOutline model, boolean gpu) {
        return of(run, model, BatchRows.withoutData(run, model), gpu);
    }

    private static MemoryEstimate of(RunConfig run, ModelOutline model, BatchRows batch, boolean gpu) {
        List<MemoryPart> parts = new ArrayList<>(WeightMemory.of(run, model, gpu));
        List<MemoryPart> step = StepMemory.of(run, model, batch, gpu);
        parts.addAll(step);
        if (!gpu) {
            allocator(run, model, batch, step, parts);
        }
        heap(run, model, batch, parts);
        parts.add(new MemoryPart("JVM and libtorch", Place.HOST, Phase.RUN, ProcessBase.PRIVATE));
        parts.add(new MemoryPart("libraries, mapped", Place.HOST, Phase.RUN, ProcessBase.LIBRARIES));
        long[] decoder = StepMemory.decoderBothWays(run, model, batch, gpu);
        return new MemoryEstimate(parts, gpu, decoder[0], decoder[1], assumptions(model, batch, gpu));
    }

    private static void allocator(
            RunConfig run, ModelOutline model, BatchRows batch, List<MemoryPart> step, List<MemoryPart> parts) {
        parts.add(new MemoryPart(
                "freed memory that the allocator keeps", Place.HOST, Phase.BACKWARD, CpuAllocator.kept(step)));
        boolean half = run.model().languageModel().dtype() != FrozenDtype.FLOAT32;
        if (half && !(run.objective() instanceof ObjectiveConfig.Contrastive)) {
            parts.add(new MemoryPart(
                    "oneDNN's code for shapes in half precision",
                    Place.HOST,
                    Phase.RUN,
                    CpuAllocator.primitives(model.decoder(), run.model().adapters(), batch.shapes())));
        }
    }

    private static void heap(RunConfig run, ModelOutline model, BatchRows batch, List<MemoryPart> parts) {
        long side = model.encoder().map(e -> (long) e.resolution()).orElse(0L);
        long picture = CHANNELS * side * side;
        int ahead = AHEAD_PER_WORKER * run.data().workers() + run.training().gradientAccumulationSteps();
        long pictures = Math.min(batch.differentPictures(run), Long.MAX_VALUE / Math.max(1, picture));
        long batchBytes = batch.images() * picture * Float.BYTES;
        long batches = (long) run.training().steps() * run.training().gradientAccumulationSteps();
        JvmHeap heap = JvmHeap.ofThisProcess();
        parts.add(new MemoryPart(
                "Java heap",
                Place.HOST,
                Phase.RUN,
                heap.used(model.decoder().vocabSize(), batchBytes, ahead, pictures * picture)));
        parts.add(new MemoryPart(
                "pixels on their way to libtorch", Place.HOST, Phase.RUN, heap.buffers(batchBytes, batches)));
    }

    private static List<String> assumptions(ModelOutline model, BatchRows batch, boolean gpu) {
        List<String> all = new ArrayList<>();
        all.add("a micro-batch of " + batch.rows() + " rows: " + batch.origin() + "; " + batch.positions()
                + " positions, " + batch.images() + " pictures of " + model.tokensPerImage() + ", " + batch.labels()
                + " labels");
        all.add("the Java heap's young generation as in this process, whose options should be those of the run");
        if (gpu) {
            all.add("without the CUDA context and libraries, which take some hundred MiB of the GPU");
        }
        return all;
    }
}
