package io.magma.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.magma.torch.HostData;
import io.magma.torch.TorchOps;
import java.util.Map;
import java.util.Optional;

/**
 * Dynamic loss scaling for float16: the loss is multiplied so that small gradients do not vanish on their way back, as long as
 * large ones do not overflow.
 *
 * <p>A step with an overflow is skipped and halves the scale; after a number of steps without one in a row it doubles.
 *
 * @see <a href="https://arxiv.org/abs/1710.03740">Micikevicius et al. 2018, section 3.2</a>
 */
public final class LossScaler implements SavedState {
    /** Where doubling ends: beyond it nothing is gained in float16. */
    private static final double LARGEST = 1 << 24;

    private final Optional<NDArray> saved;
    private final int window;
    private double scale;
    private long clean;
    private long skipped;

    private LossScaler(Optional<NDArray> saved, double scale, int window) {
        this.saved = saved;
        this.scale = scale;
        this.window = window;
    }

    /** No scaling: every step must be finite. */
    public static LossScaler off() {
        return new LossScaler(Optional.empty(), 1, Integer.MAX_VALUE);
    }

    /**
     * Scaling from the first step on.
     *
     * @param manager owns what is saved
     * @param scale first factor, at least 1
     * @param window steps without an overflow after which it doubles, at least 1
     */
    public static LossScaler dynamic(NDManager manager, double scale, int window) {
        LossScaler scaler = new LossScaler(Optional.of(HostData.floats(manager, new float[3], 3)), scale, window);
        scaler.save();
        return scaler;
    }

    /** Whether overflows are expected and skipped. */
    public boolean isOn() {
        return saved.isPresent();
    }

    /** What the loss is multiplied with. */
    public double scale() {
        return scale;
    }

    /** Steps skipped so far. */
    public long skipped() {
        return skipped;
    }

    /**
     * Takes note of a step.
     *
     * @param finite whether loss and gradients were
     * @return whether the step may be taken
     * @throws ArithmeticException if there was an overflow at a scale that cannot be the reason
     */
    public boolean accepts(boolean finite) {
        if (finite) {
            clean++;
            if (clean >= window) {
                scale = Math.min(LARGEST, scale * 2);
                clean = 0;
            }
        } else {
            if (scale <= 1) {
                throw new ArithmeticException("not finite even with a loss scale of 1");
            }
            scale = Math.max(1, scale / 2);
            clean = 0;
            skipped++;
        }
        save();
        return finite;
    }

    private void save() {
        saved.ifPresent(array -> {
            try (NDArray now = HostData.floats(
                    array.getManager(), new float[] {(float) scale, (float) clean, (float) skipped}, 3)) {
                TorchOps.copyInto(array, now);
            }
        });
    }

    @Override
    public Map<String, NDArray> state() {
        return saved.map(array -> Map.of("loss_scale", array)).orElse(Map.of());
    }

    @Override
    public void stateRestored() {
        saved.ifPresent(array -> {
            float[] values = array.toFloatArray();
            scale = values[0];
            clean = (long) values[1];
            skipped = (long) values[2];
        });
    }
}
