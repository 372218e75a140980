package io.magma.train.loop;

import io.magma.train.distributed.Collective;
import io.magma.weights.TensorHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Holds the copies of the model on all processes to that of rank 0; does nothing in a run of one process. */
final class Replicas {
    private final TrainableModel model;
    private final Collective collective;

    Replicas(TrainableModel model, Collective collective) {
        this.model = model;
        this.collective = collective;
    }

    /**
     * Compares all weights at the start.
     *
     * @param frozenHash of the frozen weights
     * @throws TrainingException if those of a process differ
     */
    void begin(String frozenHash, int step) {
        if (collective.size() > 1) {
            compare("frozen", frozenHash, step);
            compare("trained", TensorHash.sha256(model.parameters()), step);
        }
    }

    /**
     * Compares the trained weights before a checkpoint. They are the same as long as all processes add up the same gradients
     * and compute alike.
     *
     * @throws TrainingException if those of a process differ
     */
    void check(int step) {
        if (collective.size() > 1) {
            compare("trained", TensorHash.sha256(model.parameters()), step);
            shareBuffers();
        }
    }

    /** Gives all processes the running statistics of rank 0, which each has gathered from its own batches. */
    void shareBuffers() {
        collective.broadcast(List.copyOf(model.buffers().values()), 0);
    }

    private void compare(String which, String hash, int step) {
        // A part of a hash of the hash tells copies apart that differ by accident.
        long bits =
                UUID.nameUUIDFromBytes(hash.getBytes(StandardCharsets.UTF_8)).getLeastSignificantBits();
        List<Long> hashes = collective.allGather(bits);
        List<String> other = new ArrayList<>();
        for (int rank = 1; rank < hashes.size(); rank++) {
            if (!hashes.get(rank).equals(hashes.get(0))) {
                other.add(String.valueOf(rank));
            }
        }
        if (!other.isEmpty()) {
            throw new TrainingException("step " + step + ": the " + which + " weights of rank"
                    + (other.size() > 1 ? "s " : " ") + String.join(", ", other)
                    + " are not those of rank 0; nothing was saved");
        }
    }
}
