package io.magma.train.eval.run;

import io.magma.train.eval.protocol.AskedItem;
import io.magma.train.eval.protocol.PictureSimilarity;
import io.magma.train.eval.protocol.Protocol;
import io.magma.train.eval.protocol.ShotPlan;
import io.magma.train.eval.protocol.ShotSelection;
import io.magma.train.eval.protocol.ShotSettings;
import io.magma.train.eval.task.TaskItems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Questions of a split, with examples of another or the same.
 *
 * @param data what may be asked
 * @param train what examples may be taken from besides
 * @param protocol which are
 * @param similarity finds similar pictures
 */
record SplitQuestions(TaskItems data, TaskItems train, Protocol protocol, PictureSimilarity similarity)
        implements Questions {
    static SplitQuestions of(TaskRequest request, Answerer answerer) {
        Path folder = request.data();
        ShotSettings shots = request.protocol().shots();
        TaskItems eval = request.task().readEval(folder, request.skipMissing());
        LeftOut.warn("eval", eval);
        boolean needsTrain = shots.pool().train() && request.shots().stream().anyMatch(shots::needsPool);
        TaskItems train = needsTrain
                ? request.task().readTrain(folder, request.skipMissing())
                : new TaskItems(List.of(), Map.of());
        LeftOut.warn("train", train);
        return new SplitQuestions(eval, train, request.protocol(), similarity(shots, answerer));
    }

    private static PictureSimilarity similarity(ShotSettings shots, Answerer answerer) {
        if (shots.selection() != ShotSelection.RICES) {
            return PictureSimilarity.NONE;
        }
        return new PictureFeatures(shots.encoder()
                .<PictureFeatures.FeatureSource>map(EncoderFeatures::new)
                .orElse(answerer::features));
    }

    @Override
    public void close() {
        similarity.close();
    }

    @Override
    public List<AskedItem> with(long seed, int shots) {
        return new ShotPlan(protocol, seed, data.items(), train.items(), similarity).with(shots);
    }
}
