package io.magma.train.eval.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Evaluates a model on several tasks into one folder. */
public final class EvaluationRun {
    private final List<TaskRequest> requests;
    private final Path folder;

    /**
     * Checks what is asked for, before a model is loaded.
     *
     * @param base folder that protocols' files are relative to
     * @param folder to write into, made if it is not there
     * @throws io.magma.config.ConfigException if there is no such task or protocol, or an override does not fit
     */
    public EvaluationRun(List<TaskEntry> tasks, Path base, Path folder) {
        this.requests = tasks.stream().map(task -> task.request(base)).toList();
        this.folder = folder;
    }

    /**
     * Asks what has not been asked yet and, when all is answered, writes {@code results.json}.
     *
     * @return the results, unless other processes have not answered their part yet
     */
    public Optional<ResultFile> run(Answerer answerer, ModelIdentity model, Share share, AskingProgress progress) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new EvaluationException(folder, "cannot be made", e);
        }
        TaskEvaluation evaluation = new TaskEvaluation(answerer, model, share, progress);
        List<TaskResult> results = new ArrayList<>();
        for (TaskRequest request : requests) {
            evaluation.evaluate(request, folder).ifPresent(results::add);
        }
        if (results.size() < requests.size()) {
            return Optional.empty();
        }
        ResultFile file = new ResultFile(ResultFile.FORMAT, model, results);
        file.write(folder);
        return Optional.of(file);
    }
}
