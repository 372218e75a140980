package io.magma.train.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An evaluation as its result file tells it.
 *
 * @param folder where the file is
 * @param model which model was evaluated
 * @param tasks one for each task
 */
record Results(Path folder, Model model, List<Task> tasks) {
    /**
     * Which model it was.
     *
     * @param path as the user named it
     * @param sha256 hashes of its files by name
     * @param provenance what made it
     */
    record Model(String path, Map<String, String> sha256, Map<String, String> provenance) {
        /** The last part of the path. */
        String shortName() {
            Path name = Path.of(path).toAbsolutePath().normalize().getFileName();
            return name == null ? path : name.toString();
        }
    }

    /**
     * What a task came to.
     *
     * @param name of its folder
     * @param task its name
     * @param data folder of its files
     * @param metric how answers were judged, in words
     * @param protocol the whole protocol
     * @param definition the task's files
     * @param items how many there are
     * @param leftOut entries of the files that are no items, by reason
     * @param trials one for each number of examples, seed and baseline
     */
    record Task(
            String name,
            String task,
            String data,
            String metric,
            JsonNode protocol,
            JsonNode definition,
            int items,
            Map<String, Integer> leftOut,
            List<Trial> trials) {
        String protocolName() {
            return protocol.path("name").asText("custom");
        }
    }

    /**
     * One pass over the items; scores are fractions as far as their metric is.
     *
     * @param shots examples before a question
     * @param seed of what was drawn
     * @param baseline what the model saw
     * @param items how many were asked
     * @param scores by name, the task's first
     * @param interval of the task's score, if it was measured
     * @param byQuestionType means by type of question
     * @param byAnswerType means by type of answer
     * @param fewerShots items by the number of examples they had no room for
     * @param emptyAnswers answers without a character
     * @param itemFile the items, one a line
     */
    record Trial(
            int shots,
            long seed,
            String baseline,
            int items,
            Map<String, Double> scores,
            Optional<Interval> interval,
            Map<String, TypeScore> byQuestionType,
            Map<String, TypeScore> byAnswerType,
            Map<String, Integer> fewerShots,
            int emptyAnswers,
            Path itemFile) {
        boolean sees() {
            return baseline.equals(MODEL);
        }
    }

    /**
     * Items of a type.
     *
     * @param items how many
     * @param score their mean
     */
    record TypeScore(int items, double score) {}

    /** Name of the baseline that is none: the model with its pictures. */
    static final String MODEL = "model";
}
