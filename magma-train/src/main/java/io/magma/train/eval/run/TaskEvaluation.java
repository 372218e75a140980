package io.magma.train.eval.run;

import io.magma.config.ConfigException;
import io.magma.train.eval.protocol.AskedItem;
import io.magma.train.eval.protocol.Protocol;
import io.magma.train.eval.task.TaskItems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Evaluates a model on tasks, every trial into a folder of its own. */
public final class TaskEvaluation {
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
        try (Questions questions = Questions.of(request, answerer, folder.resolve(request.name()))) {
            return evaluate(request, questions, folder);
        }
    }

    private Optional<TaskResult> evaluate(TaskRequest request, Questions questions, Path folder) {
        Protocol protocol = request.protocol();
        List<String> labels = ClosedSet.continuations(request);
        TrialRun run = new TrialRun(
                answerer,
                protocol,
                labels,
                request.labels(),
                Scorers.of(request, questions.data().items()),
                share);
        Preparation preparation = new Preparation(answerer, protocol, labels);
        List<TrialResult> results = new ArrayList<>();
        boolean complete = true;
        for (int count : request.shots()) {
            for (long seed : protocol.seeds()) {
                List<AskedItem> episode = questions.with(seed, count);
                for (Baseline baseline : request.baselines()) {
                    Trial trial = new Trial(count, seed, baseline);
                    Path relative = Path.of(request.name()).resolve(trial.folder());
                    List<PreparedItem> items = preparation.prepare(episode, baseline, seed);
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
        return complete ? Optional.of(result(request, questions.data(), run.scorer(), results)) : Optional.empty();
    }

    private static TaskResult result(
            TaskRequest request, TaskItems data, TaskScorer scorer, List<TrialResult> results) {
        return new TaskResult(
                request.name(),
                request.task().name(),
                request.data().toString(),
                scorer.name(),
                ResultFile.tree(request.protocol()),
                ResultFile.tree(request.task()),
                data.items().size(),
                data.leftOut(),
                results,
                Summary.of(results));
    }
}
