package io.magma.train.eval.run;

import io.magma.train.eval.protocol.AskedItem;
import io.magma.train.eval.task.TaskItems;
import java.nio.file.Path;
import java.util.List;

/** What a task asks, trial by trial; the same on every process. */
interface Questions extends AutoCloseable {
    /** What the data hold. */
    TaskItems data();

    /** What is asked in a trial, each after its examples. */
    List<AskedItem> with(long seed, int shots);

    /** Frees what finding examples needed. */
    @Override
    default void close() {}

    /**
     * Reads a task's data.
     *
     * @param answerer finds similar pictures
     * @param folder of the task's results
     * @throws io.magma.config.ConfigException if the request does not fit the data
     * @throws io.magma.train.data.DataException if data are missing or malformed
     */
    static Questions of(TaskRequest request, Answerer answerer, Path folder) {
        return request.task().drawsEpisodes()
                ? DrawnEpisodes.of(request, folder)
                : SplitQuestions.of(request, answerer);
    }
}
