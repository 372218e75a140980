package io.magma.train.memory;

import io.magma.config.AdaptersConfig;
import io.magma.lm.DecoderConfig;
import java.util.List;

/**
 * What lies between tensors on a CPU: memory that the C library keeps of freed ones, and what oneDNN keeps of shapes.
 *
 * <p>Tensors below 32 MiB are cut out of arenas, and what they leave is used again only by what fits. The first four steps of a run
 * of GPT-2's size with 16 pictures a micro-batch peaked at 2,054 MiB, and at 1,727 MiB, 5 % below the sum of the other parts, with
 * {@code MALLOC_MMAP_THRESHOLD_=65536}, under which freed tensors go back at once. Over seven runs of that model (4 and 16
 * pictures, float32 and bfloat16, activations kept or computed again, features kept, language model or encoder trained) the peak
 * lay above the other parts by 28, 28, 40, 42, 45, 48 and 59 % of the activations and the working memory. Their tensors had up to 32
 * MiB; larger ones go back at once, so that a run of larger ones needs less than is reckoned with.
 *
 * <p>In half precision oneDNN generates code for each shape of each product and keeps the newest 1,024 ({@code
 * ONEDNN_PRIMITIVE_CACHE_CAPACITY}). Before shapes were held to a grid ({@link io.magma.lm.ShapeGrid}), configs/quickstart.yml grew by
 * 560 MiB in its first 15 steps and hardly thereafter: half a MiB each.
 */
final class CpuAllocator {
    private static final double KEPT = 0.45;
    private static final long PRIMITIVE = 1L << 19;
    private static final long PRIMITIVES = 1024;

    private CpuAllocator() {}

    /** Beside the parts of a step, of which the momentary ones leave room behind each other. */
    static long kept(List<MemoryPart> step) {
        long bytes = step.stream()
                .filter(part -> part.phase() == Phase.BACKWARD || part.phase() == Phase.MOMENT)
                .mapToLong(MemoryPart::bytes)
                .sum();
        return Math.round(KEPT * bytes);
    }

    /**
     * Code for a decoder in half precision.
     *
     * @param shapes different numbers of positions that go through it in a run
     */
    static long primitives(DecoderConfig decoder, AdaptersConfig adapters, long shapes) {
        int maps = decoder.modelType().equals("llama") || decoder.modelType().equals("qwen2") ? 7 : 4;
        int adapterMaps =
                (adapters.mlp().isPresent() ? 2 : 0) + (adapters.attention().isPresent() ? 2 : 0);
        // A frozen map has its product and the gradient of its input, a trained one that of its weight as well.
        long each = 2L * maps + 3L * adapterMaps;
        return PRIMITIVE * Math.min(PRIMITIVES, shapes < PRIMITIVES ? shapes * each : PRIMITIVES);
    }
}
