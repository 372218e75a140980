package io.magma.train.eval.vqa;

import io.magma.train.eval.text.PythonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** The five ways in which prediction and annotated answers are normalised before they are compared. */
public enum VqaVariant {
    /**
     * GT-Vision-Lab/VQA since March 2021 (a013f00): everything is cleaned; both steps on both sides, but only if the annotators do not all
     * agree.
     */
    OFFICIAL_HEAD {
        @Override
        Normalized normalized(String prediction, List<String> answers, UnaryOperator<String> stem) {
            String cleaned = VqaNormalizer.clean(prediction);
            List<String> cleanedAnswers = map(answers, VqaNormalizer::clean);
            if (agree(cleanedAnswers)) {
                return new Normalized(cleaned, cleanedAnswers, cleanedAnswers);
            }
            UnaryOperator<String> steps = steps(stem);
            List<String> normalized = map(cleanedAnswers, steps);
            return new Normalized(steps.apply(cleaned), normalized, normalized);
        }
    },
    /**
     * GT-Vision-Lab/VQA from 2015 to 2021 (458a8b2), also LAVIS: all steps on the prediction; of the answers, which are not cleaned, only
     * punctuation, and only if they do not all agree.
     */
    OFFICIAL_PRE2021 {
        @Override
        Normalized normalized(String prediction, List<String> answers, UnaryOperator<String> stem) {
            String normalized = steps(stem).apply(VqaNormalizer.clean(prediction));
            List<String> compared = map(agree(answers) ? answers : map(answers, VqaNormalizer::punctuation), stem);
            return new Normalized(normalized, compared, compared);
        }
    },
    /** OpenFlamingo (655f693), lmms-eval's vqav2 since August 2025: all steps on both sides, always. */
    OPENFLAMINGO {
        @Override
        Normalized normalized(String prediction, List<String> answers, UnaryOperator<String> stem) {
            UnaryOperator<String> steps = text -> steps(stem).apply(VqaNormalizer.clean(text));
            List<String> normalized = map(answers, steps);
            return new Normalized(steps.apply(prediction), normalized, normalized);
        }
    },
    /**
     * MAGMA's evaluation of 2022: the prediction in lower case ends at {@code q:} or a line end; all steps on both sides; then the prediction
     * is cut to as many words as the longest answer has.
     */
    MAGMA2022 {
        @Override
        Normalized normalized(String prediction, List<String> answers, UnaryOperator<String> stem) {
            UnaryOperator<String> steps = text -> steps(stem).apply(VqaNormalizer.clean(text));
            String said = before("\n", before("q:", PythonText.lower(prediction)));
            int longest = answers.stream()
                    .mapToInt(answer -> PythonText.split(answer).size())
                    .max()
                    .orElse(0);
            List<String> words = PythonText.split(steps.apply(said));
            String cut = String.join(" ", words.subList(0, Math.min(longest, words.size())));
            return new Normalized(cut, map(answers, steps), answers);
        }
    },
    /** The EvalAI server, MMF, lmms-eval's okvqa, textvqa and vizwiz: its own splitting of words, then all steps, on both sides. */
    EVALAI {
        @Override
        Normalized normalized(String prediction, List<String> answers, UnaryOperator<String> stem) {
            UnaryOperator<String> steps = text -> stem.apply(VqaNormalizer.evalAi(text));
            List<String> normalized = map(answers, steps);
            return new Normalized(steps.apply(prediction), normalized, normalized);
        }
    };

    /**
     * Texts that are compared.
     *
     * @param prediction the prediction
     * @param answers the answers, in their order
     * @param objects the texts by which answers are told apart as objects, in the same order
     */
    record Normalized(String prediction, List<String> answers, List<String> objects) {}

    /**
     * Normalises a prediction and the answers to its question.
     *
     * @param stem what is done to every text after its punctuation
     */
    abstract Normalized normalized(String prediction, List<String> answers, UnaryOperator<String> stem);

    /** The name in commands and reports. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static UnaryOperator<String> steps(UnaryOperator<String> stem) {
        return text -> VqaNormalizer.digitsAndArticles(stem.apply(VqaNormalizer.punctuation(text)));
    }

    private static boolean agree(List<String> answers) {
        return new HashSet<>(answers).size() <= 1;
    }

    private static List<String> map(List<String> texts, UnaryOperator<String> step) {
        List<String> mapped = new ArrayList<>(texts.size());
        texts.forEach(text -> mapped.add(step.apply(text)));
        return mapped;
    }

    private static String before(String mark, String text) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(0, at);
    }
}
