package io.magma.train.loop;

import io.magma.config.LossReduction;
import io.magma.train.distributed.Collective;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Means over targets or over batches, gathered batch by batch: the loss and an objective's extras. */
final class WeightedMeans {
    private final LossReduction reduction;
    private double sum;
    private long count;
    private final Map<String, Double> extras = new TreeMap<>();

    /** Targets weigh the same, or batches do. */
    WeightedMeans(LossReduction reduction) {
        this.reduction = reduction;
    }

    /**
     * Adds a batch, of which the next numbers of {@code read} are the loss and the extras, summed over its targets.
     *
     * @return the loss
     */
    double add(DeviceLosses.Batch batch, FloatBuffer read) {
        double lossSum = read.get();
        sum += weighted(lossSum, batch);
        count += reduction == LossReduction.STEP ? batch.count() : 1;
        batch.extras().forEach(name -> extras.merge(name, weighted(read.get(), batch), Double::sum));
        return lossSum;
    }

    private double weighted(double total, DeviceLosses.Batch batch) {
        return reduction == LossReduction.STEP ? total : total / batch.count();
    }

    /** {@code loss} and extras over all processes; the same names on each that has added any. NaN without a target. */
    Map<String, Double> over(Collective collective) {
        long all = collective.allReduceSum(count);
        Map<String, Double> means = new LinkedHashMap<>();
        means.put("loss", collective.allReduceSum(sum) / all);
        long names = collective.allGather((long) extras.size()).stream()
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
        extras.forEach((name, total) -> means.put(name, collective.allReduceSum(total) / all));
        // A process without a batch knows no names, but the others wait for its part.
        for (long name = extras.size(); name < names; name++) {
            collective.allReduceSum(0.0);
        }
        return means;
    }
}
