package io.magma.train.eval.vqa;

import com.fasterxml.jackson.databind.JsonNode;
import io.magma.train.data.DataException;
import io.magma.train.eval.answer.EvaluationItem;
import io.magma.train.eval.answer.GroundTruth;
import io.magma.train.eval.answer.Predictions;
import io.magma.train.eval.answer.TruthAnswer;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The official files of VQA v1 and v2, OK-VQA and whatever was put into their layout, read question by question.
 *
 * <p>Ids may be numbers or texts; they are told as text. Every method throws {@link DataException} in one line with file and line.
 *
 * @see <a href="https://visualqa.org/vqa_v2_teaser.html">VQA, input formats</a>
 */
public final class VqaFiles {
    /** Classification by the first words of the question. */
    public static final String QUESTION_TYPE = "question_type";

    /** Classification by the kind of answer: {@code yes/no}, {@code number}, {@code other}. */
    public static final String ANSWER_TYPE = "answer_type";

    private static final String OTHER = "other";

    private VqaFiles() {}

    /** The ids of a file of questions, in its order; none may be there twice. */
    public static Set<String> questionIds(Path file) {
        Set<String> ids = new LinkedHashSet<>();
        list(file, "questions", question -> {
            String id = question.id("question_id");
            if (!ids.add(id)) {
                throw new DataException(question.where() + ": question_id " + id + " is there twice");
            }
        });
        return ids;
    }

    /**
     * Visits the questions of a file of annotations.
     *
     * <p>Types that are missing are {@code other}, as in OpenFlamingo; the official script fails.
     */
    public static void annotations(Path file, Consumer<EvaluationItem> each) {
        Set<String> ids = new LinkedHashSet<>();
        list(file, "annotations", annotation -> {
            String id = annotation.id("question_id");
            if (!ids.add(id)) {
                throw new DataException(annotation.where() + ": question_id " + id + " is there twice");
            }
            List<TruthAnswer> answers = answers(annotation);
            if (answers.isEmpty()) {
                throw new DataException(annotation.where() + ": question " + id + " has no answers");
            }
            each.accept(new EvaluationItem(
                    id,
                    new GroundTruth(answers, List.of()),
                    Map.of(
                            QUESTION_TYPE,
                            type(annotation, QUESTION_TYPE),
                            ANSWER_TYPE,
                            type(annotation, ANSWER_TYPE))));
        });
    }

    /** Reads a file of results, {@code [{"question_id": 1, "answer": "yes"}, ...]}. */
    public static Predictions results(Path file) {
        return Predictions.read(file, List.of("question_id"), List.of("answer"));
    }

    /** The annotators' answers under {@code answers}: objects with {@code answer} and whatever else, or texts. */
    public static List<TruthAnswer> answers(Element annotation) {
        List<TruthAnswer> answers = new ArrayList<>();
        for (Element answer : annotation.list("answers")) {
            answers.add(
                    answer.json().isTextual()
                            ? new TruthAnswer(answer.asText(), "")
                            : new TruthAnswer(answer.text("answer"), rest(answer)));
        }
        return answers;
    }

    private static String rest(Element answer) {
        Map<String, JsonNode> rest = new TreeMap<>();
        answer.json().properties().forEach(field -> rest.put(field.getKey(), field.getValue()));
        rest.remove("answer");
        return rest.isEmpty() ? "" : rest.toString();
    }

    private static String type(Element annotation, String key) {
        return annotation.has(key) ? annotation.text(key) : OTHER;
    }

    /** Visits the elements of a file that is a list, or of its list of that name. */
    public static void list(Path file, String name, Consumer<Element> each) {
        if (JsonElements.isList(file)) {
            JsonElements.ofList(file, each);
        } else if (!JsonElements.ofMembers(file, Map.of(name, each)).contains(name)) {
            throw new DataException(file + ": has no list of " + name);
        }
    }
}
