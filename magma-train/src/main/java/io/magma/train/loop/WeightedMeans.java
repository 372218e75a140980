package io.magma.train.loop;

import io.magma.config.LossReduction;
import io.magma.train.distributed.Collective;
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

    void add(double lossSum, LossSum loss) {
        long weight = reduction == LossReduction.STEP ? loss.count() : 1;
        sum += reduction == LossReduction.STEP ? lossSum : lossSum / loss.count();
        count += weight;
        loss.extras().forEach((name, mean) -> extras.merge(name, mean * weight, Double::sum));
    }

    /** Whether a batch has been added. */
    boolean started() {
        return count > 0;
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
