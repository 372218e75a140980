package io.magma.train.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.magma.contrastive.ContrastiveModel;
import io.magma.torch.Autograd;
import io.magma.train.data.HostBatch;
import io.magma.train.data.RowEncoder;
import io.magma.train.distributed.Collective;
import io.magma.train.loop.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Zero-shot retrieval: for each evaluation picture, whether its caption is the nearest, or among the five nearest, of all
 * captions of training and evaluation data: {@code eval_retrieval_top1} and {@code eval_retrieval_top5}, 0 to 1.
 */
public final class RetrievalEvaluation implements Evaluation {
    private static final int TEXTS_AT_ONCE = 512;

    private final ContrastiveModel model;
    private final Iterable<HostBatch> pictures;
    private final CaptionTable captions;
    private final List<int[]> tokens;
    private final Collective collective;

    /**
     * Prepares the captions.
     *
     * @param pictures this process's evaluation pictures; each iteration is one pass
     */
    RetrievalEvaluation(
            ContrastiveModel model,
            Iterable<HostBatch> pictures,
            CaptionTable captions,
            RowEncoder encoder,
            Collective collective) {
        this.model = model;
        this.pictures = pictures;
        this.captions = captions;
        this.tokens = captions.tokens(encoder);
        this.collective = collective;
    }

    @Override
    public Map<String, Object> evaluate(int step, BooleanSupplier stop) {
        long[] counts = new long[3]; // nearest, among five, pictures
        try (NDManager manager = model.manager().newSubManager()) {
            NDArray texts = Autograd.frozen(() -> embedCaptions(manager)); // (E, captions)
            for (HostBatch batch : pictures) {
                if (stop.getAsBoolean()) {
                    break;
                }
                count(batch, texts, counts);
            }
        }
        double all = collective.allReduceSum(counts[2]);
        Map<String, Object> metrics = new LinkedHashMap<>();
        metrics.put("eval_retrieval_top1", collective.allReduceSum(counts[0]) / all);
        metrics.put("eval_retrieval_top5", collective.allReduceSum(counts[1]) / all);
        return metrics;
    }

    private NDArray embedCaptions(NDManager manager) {
        NDList parts = new NDList();
        for (int start = 0; start < tokens.size(); start += TEXTS_AT_ONCE) {
            List<int[]> some = tokens.subList(start, Math.min(tokens.size(), start + TEXTS_AT_ONCE));
            parts.add(model.embedTexts(some, manager));
        }
        return NDArrays.concat(parts).transpose();
    }

    private void count(HostBatch batch, NDArray texts, long[] counts) {
        try (NDManager scratch = model.manager().newSubManager()) {
            float[] cosines =
                    Autograd.frozen(() -> model.embedImages(batch.pixels().orElseThrow(), scratch)
                            .matMul(texts)
                            .toFloatArray());
            for (int row = 0; row < batch.size(); row++) {
                int rank = rank(
                        cosines,
                        row * captions.size(),
                        captions.right(batch.samples().get(row)));
                counts[0] += rank < 1 ? 1 : 0;
                counts[1] += rank < 5 ? 1 : 0;
                counts[2]++;
            }
        }
    }

    /** Captions that are nearer than the nearest right one. */
    private int rank(float[] cosines, int offset, int[] right) {
        float best = Float.NEGATIVE_INFINITY;
        for (int caption : right) {
            best = Math.max(best, cosines[offset + caption]);
        }
        int nearer = 0;
        for (int i = 0; i < captions.size(); i++) {
            nearer += cosines[offset + i] > best ? 1 : 0;
        }
        return nearer;
    }
}
