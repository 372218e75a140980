package io.magma.train.eval.run;

import io.magma.config.ConfigException;
import io.magma.train.eval.protocol.AskedItem;
import io.magma.train.eval.protocol.PictureSimilarity;
import io.magma.train.eval.protocol.Protocol;
import io.magma.train.eval.protocol.ShotPlan;
import io.magma.train.eval.protocol.ShotSelection;
import io.magma.train.eval.protocol.ShotSettings;
import io.magma.train.eval.task.TaskItems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluates a model on tasks, every trial into a folder of its own. */
public final class TaskEvaluation {
    private static final Logger logger = LoggerFactory.getLogger(TaskEvaluation.class);

    private final Answerer answerer;
    private final ModelIdentity model;
    private final Share share;
    private final AskingProgress progress;

    /**
     * Prepares to evaluate.
     *
     * @param answerer the model
     * @param model which model it is; answers of another are not gone on with
     * @param share which part of the items this process asks
     */
    public TaskEvaluation(Answerer answerer, ModelIdentity model, Share share, AskingProgress progress) {
        this.answerer = answerer;
        this.model = model;
        this.share = share;
        this.progress = progress;
    }

    /**
     * Asks what has not been asked yet.
     *
     * @param folder the whole evaluation's
     * @return the result, unless other processes have not answered their part yet
     * @throws ConfigException if the request does not fit the task, the model or earlier answers in the folder
     * @throws io.magma.train.data.DataException if data are missing or malformed
     * @throws EvaluationException if an own file cannot be read or written
     */
    public Optional<TaskResult> evaluate(TaskRequest asked, Path folder) {
        TaskRequest request = ClosedSet.settled(asked, answerer.classes());
        Protocol protocol = request.protocol();
        ShotSettings shots = protocol.shots();
        TaskItems eval = request.task().readEval(request.data(), request.skipMissing());
        warn("eval", eval.leftOut());
        boolean needsTrain = shots.pool().train() && request.shots().stream().anyMatch(shots::needsPool);
        TaskItems train = needsTrain
                ? request.task().readTrain(request.data(), request.skipMissing())
                : new TaskItems(List.of(), Map.of());
        warn("train", train.leftOut());
        List<String> labels = ClosedSet.continuations(request);
        TrialRun run =
                new TrialRun(answerer, protocol, labels, request.labels(), Scorers.of(request, eval.items()), share);
        Preparation preparation = new Preparation(answerer, protocol, labels);
        PictureSimilarity similarity =
                shots.selection() == ShotSelection.RICES ? new PictureFeatures(answerer) : PictureSimilarity.NONE;
        List<TrialResult> results = new ArrayList<>();
        boolean complete = true;
        for (int count : request.shots()) {
            for (long seed : protocol.seeds()) {
                List<AskedItem> questions =
                        new ShotPlan(protocol, seed, eval.items(), train.items(), similarity).with(count);
                for (Baseline baseline : request.baselines()) {
                    Trial trial = new Trial(count, seed, baseline);
                    Path relative = Path.of(request.name()).resolve(trial.folder());
                    List<PreparedItem> items = preparation.prepare(questions, baseline, seed);
                    String plan = PlanHash.of(model, protocol, request.labels(), trial, items);
                    Map<String, Answer> answers = run.ask(
                            items,
                            trial,
                            folder.resolve(relative),
                            plan,
                            (done, of, score) -> progress.answered(request.name(), trial, done, of, score));
                    if (items.stream().allMatch(item -> answers.containsKey(item.id()))) {
                        results.add(TrialReport.write(request, trial, items, answers, run, folder, relative));
                    } else {
                        complete = false;
                    }
                }
            }
        }
        return complete ? Optional.of(result(request, eval, run.scorer(), results)) : Optional.empty();
    }

    private static TaskResult result(
            TaskRequest request, TaskItems eval, TaskScorer scorer, List<TrialResult> results) {
        return new TaskResult(
                request.name(),
                request.task().name(),
                request.data().toString(),
                scorer.name(),
                ResultFile.tree(request.protocol()),
                ResultFile.tree(request.task()),
                eval.items().size(),
                eval.leftOut(),
                results,
                Summary.of(results));
    }

    private static void warn(String part, Map<String, Integer> leftOut) {
        leftOut.forEach((reason, count) -> logger.warn("{}: {} {} left out", part, count, reason));
    }
}
