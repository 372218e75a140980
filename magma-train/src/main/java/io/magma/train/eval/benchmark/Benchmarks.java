package io.magma.train.eval.benchmark;

import io.magma.train.eval.answer.EvaluationItem;
import io.magma.train.eval.answer.GroundTruth;
import io.magma.train.eval.vqa.LeaveOneOut;
import io.magma.train.eval.vqa.VqaFiles;
import io.magma.train.eval.vqa.VqaScorer;
import io.magma.train.eval.vqa.VqaVariant;
import io.magma.train.json.Element;
import io.magma.train.json.JsonElements;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The benchmarks, by their makers' rules and files. */
public final class Benchmarks {
    private static final List<String> ID = List.of("question_id", "questionId", "id");
    private static final List<String> ANSWER = List.of("answer", "prediction");

    private Benchmarks() {}

    /**
     * GQA: the answer, both sides normalised as VQA answers are; by structural, semantic and detailed type.
     *
     * @see <a href="https://cs.stanford.edu/people/dorarad/gqa/evaluate.html">GQA, evaluation</a>
     */
    public static Benchmark gqa() {
        return new Benchmark(
                "exact match",
                AnswerRules::normalizedMatch,
                Benchmarks::gqaItems,
                List.of("questionId", "question_id"),
                List.of("prediction", "answer"));
    }

    /**
     * VizWiz: VQA accuracy. Its annotations have no {@code answer_id}, see {@link LeaveOneOut#DICT}.
     *
     * @see <a href="https://vizwiz.org/tasks-and-datasets/vqa/">VizWiz-VQA</a>
     */
    public static Benchmark vizWiz(VqaVariant variant, LeaveOneOut leaveOneOut) {
        return new Benchmark(
                "VQA accuracy", new VqaScorer(variant, leaveOneOut), Benchmarks::vizWizItems, List.of("image"), ANSWER);
    }

    /**
     * TextVQA: VQA accuracy of the EvalAI server.
     *
     * @see <a href="https://textvqa.org/">TextVQA</a>
     */
    public static Benchmark textVqa() {
        return new Benchmark(
                "VQA accuracy",
                new VqaScorer(VqaVariant.EVALAI, LeaveOneOut.INDEX),
                (file, each) -> data(file, "question_id", each),
                ID,
                ANSWER);
    }

    /**
     * ST-VQA: average normalised Levenshtein similarity.
     *
     * @see <a href="https://rrc.cvc.uab.es/?ch=11">ST-VQA</a>
     */
    public static Benchmark stVqa() {
        return new Benchmark("ANLS", Anls::score, (file, each) -> data(file, "question_id", each), ID, ANSWER);
    }

    /**
     * DocVQA: average normalised Levenshtein similarity.
     *
     * @see <a href="https://rrc.cvc.uab.es/?ch=17">DocVQA</a>
     */
    public static Benchmark docVqa() {
        return new Benchmark("ANLS", Anls::score, (file, each) -> data(file, "questionId", each), ID, ANSWER);
    }

    /**
     * ScienceQA: the letter of the option; by subject, grade and whether there is a picture.
     *
     * @param split the only split that counts, if not all do
     * @see <a href="https://scienceqa.github.io/">ScienceQA</a>
     */
    public static Benchmark scienceQa(Optional<String> split) {
        return new Benchmark(
                "accuracy",
                AnswerRules::letter,
                (file, each) -> scienceQaItems(file, split, each),
                List.of("id", "question_id"),
                ANSWER);
    }

    /** A-OKVQA, multiple choice: the right option, word for word. */
    public static Benchmark aokVqaChoice() {
        return new Benchmark(
                "accuracy",
                AnswerRules::exactMatch,
                (file, each) -> JsonElements.ofList(file, question -> each.accept(choice(question))),
                ID,
                List.of("multiple_choice"));
    }

    /**
     * A-OKVQA, direct answers: min(1, matches / 3) of ten, word for word, over the questions whose direct answer is not difficult.
     *
     * @see <a href="https://github.com/allenai/aokvqa">A-OKVQA</a>
     */
    public static Benchmark aokVqaDirect() {
        return new Benchmark(
                "min(1, matches / 3)",
                AnswerRules::thirdsOfMatches,
                (file, each) -> JsonElements.ofList(file, question -> each.accept(direct(question))),
                ID,
                List.of("direct_answer"));
    }

    /**
     * SNLI-VE: entailment, neutral or contradiction. Pairs without a gold label ({@code -}) are left out, as are those
     * with pictures of Visual Genome ({@code vg_}).
     *
     * @see <a href="https://github.com/necla-ml/SNLI-VE">SNLI-VE</a>
     */
    public static Benchmark snliVe() {
        return new Benchmark(
                "accuracy",
                AnswerRules::labelMatch,
                (file, each) -> JsonElements.ofLines(file, pair -> each.accept(snliVe(pair))),
                List.of("pairID", "question_id"),
                List.of("label", "answer", "gold_label"));
    }

    private static void gqaItems(Path file, Consumer<EvaluationItem> each) {
        JsonElements.ofObject(file, (id, question) -> {
            Map<String, String> types = new TreeMap<>();
            question.json().path("types").properties().forEach(type -> {
                if (type.getValue().isTextual()) {
                    types.put(type.getKey(), type.getValue().textValue());
                }
            });
            each.accept(new EvaluationItem(id, GroundTruth.of(question.text("answer")), types));
        });
    }

    private static void vizWizItems(Path file, Consumer<EvaluationItem> each) {
        JsonElements.ofList(
                file,
                question -> each.accept(new EvaluationItem(
                        question.text("image"),
                        new GroundTruth(VqaFiles.answers(question), List.of()),
                        question.has(VqaFiles.ANSWER_TYPE)
                                ? Map.of(VqaFiles.ANSWER_TYPE, question.text(VqaFiles.ANSWER_TYPE))
                                : Map.of())));
    }

    private static void data(Path file, String idKey, Consumer<EvaluationItem> each) {
        VqaFiles.list(
                file,
                "data",
                question -> each.accept(new EvaluationItem(
                        question.id(idKey), GroundTruth.of(texts(question, "answers"), List.of()), Map.of())));
    }

    private static void scienceQaItems(Path file, Optional<String> split, Consumer<EvaluationItem> each) {
        JsonElements.ofObject(file, (id, problem) -> {
            if (split.isPresent() && !split.get().equals(problem.text("split"))) {
                each.accept(unscored(id));
                return;
            }
            List<String> choices = texts(problem, "choices");
            String letter = AnswerRules.letterOf(problem.index("answer", choices.size()));
            Map<String, String> types = new TreeMap<>();
            for (String key : List.of("subject", "grade")) {
                if (problem.has(key)) {
                    types.put(key, problem.text(key));
                }
            }
            types.put("context", problem.has("image") ? "image" : "no image");
            each.accept(new EvaluationItem(id, GroundTruth.of(List.of(letter), choices), types));
        });
    }

    private static EvaluationItem choice(Element question) {
        List<String> choices = texts(question, "choices");
        String right = choices.get(question.index("correct_choice_idx", choices.size()));
        return new EvaluationItem(question.id("question_id"), GroundTruth.of(List.of(right), choices), Map.of());
    }

    private static EvaluationItem direct(Element question) {
        String id = question.id("question_id");
        return question.json().path("difficult_direct_answer").asBoolean()
                ? unscored(id)
                : new EvaluationItem(id, GroundTruth.of(texts(question, "direct_answers"), List.of()), Map.of());
    }

    private static EvaluationItem snliVe(Element pair) {
        String label = pair.text("gold_label");
        String id = pair.text("pairID");
        return label.equals("-") || id.startsWith("vg_")
                ? unscored(id)
                : new EvaluationItem(id, GroundTruth.of(label), Map.of("gold_label", label));
    }

    private static EvaluationItem unscored(String id) {
        return new EvaluationItem(id, GroundTruth.of(), Map.of());
    }

    private static List<String> texts(Element element, String key) {
        return element.list(key).stream().map(Element::asText).toList();
    }
}
