package io.magma.train.eval.protocol;

import io.magma.config.Checks;
import io.magma.config.Key;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which examples stand before a question. The item that is asked is never its own example.
 *
 * @param pool what they are taken from
 * @param poolSize items of the pool, drawn once a trial without replacement; 0 takes all
 * @param selection which of the pool
 * @param encoder folder of the image encoder by which pictures are compared; absent means the model's own
 * @param order in which they stand, by their similarity to the question's picture
 * @param answer which of an example's answers is shown
 * @param zeroShot what stands before a question that has no examples
 * @param otherPicture whether examples about the question's own picture are left out
 */
public record ShotSettings(
        @Key(value = "What examples are taken from", fallback = "train")
        ShotPool pool,

        @Key(
                value = "Items of the pool, drawn once a trial without replacement; 0 takes all",
                range = "at least 0",
                fallback = "0")
        int poolSize,

        @Key(value = "Which items of the pool", fallback = "random_without_replacement")
        ShotSelection selection,

        @Key("Folder of the image encoder by whose features pictures are compared; absent means the model's own")
        Optional<Path> encoder,

        @Key(value = "Order of examples chosen by similarity", fallback = "most_similar_last")
        ShotOrder order,

        @Key(value = "Which of an example's answers is shown", fallback = "first")
        ShotAnswer answer,

        @Key(value = "What stands before a question without examples", fallback = "none")
        ZeroShotMode zeroShot,

        @Key(value = "Whether examples about the question's own picture are left out", fallback = "false")
        boolean otherPicture) {
    /** Text-only examples that {@link ZeroShotMode#TWO_TEXT_ONLY} puts before a question. */
    public static final int TEXT_ONLY_SHOTS = 2;

    public ShotSettings {
        new Checks()
                .atLeast(0, "pool_size", poolSize)
                .require(
                        poolSize == 0 || pool.train(),
                        "pool_size",
                        () -> "goes with examples of the training data; those of the evaluation data are all of them")
                .require(
                        encoder.isEmpty() || selection == ShotSelection.RICES,
                        "encoder",
                        () -> "goes with examples that are chosen by similarity (rices)")
                .done();
    }

    /** Whether anything is needed besides the question, for this many examples. */
    public boolean needsPool(int shots) {
        return shots > 0 || zeroShot == ZeroShotMode.TWO_TEXT_ONLY;
    }
}
