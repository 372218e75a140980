package io.magma.train.eval.protocol;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Something that is done to a generated text before it is scored. */
public enum PostStep {
    /** White space at both ends goes. */
    STRIP {
        @Override
        public String apply(String text) {
            return text.strip();
        }
    },
    /** Lower case. */
    LOWER {
        @Override
        public String apply(String text) {
            return text.toLowerCase(Locale.ROOT);
        }
    },
    /** What follows {@code q:} goes. */
    CUT_Q {
        @Override
        public String apply(String text) {
            return before(text, "q:");
        }
    },
    /** What follows the first line goes. */
    FIRST_LINE {
        @Override
        public String apply(String text) {
            return before(text, "\n");
        }
    },
    /** OpenFlamingo's cut of VQA answers: at {@code Question}, {@code Answer} or {@code Short}, then at a comma and space. */
    CUT_OPENFLAMINGO_VQA {
        @Override
        public String apply(String text) {
            return before(MARKS.split(text, 2)[0], ", ");
        }
    },
    /** OpenFlamingo's cut of captions: at {@code Output}, without quotation marks. */
    CUT_OPENFLAMINGO_CAPTION {
        @Override
        public String apply(String text) {
            return before(text, "Output").replace("\"", "");
        }
    },
    /** Emu's short answer: the first line up to the first of {@code ". "}, {@code '"'} and {@code ", "}, without openings. */
    EMU_SHORT_ANSWER {
        @Override
        public String apply(String text) {
            String answer = before(text, "\n");
            for (String mark : List.of(". ", "\"", ", ")) {
                answer = before(answer, mark);
            }
            answer = answer.strip().toLowerCase(Locale.ROOT);
            if (answer.endsWith(".")) {
                answer = answer.substring(0, answer.length() - 1);
            }
            for (String opening : List.of("it is ", "it's ", "a ", "an ", "the ")) {
                if (answer.startsWith(opening)) {
                    answer = answer.substring(opening.length());
                }
            }
            return answer;
        }
    };

    private static final Pattern MARKS = Pattern.compile("Question|Answer|Short");

    /** The text after the step. */
    public abstract String apply(String text);

    private static String before(String text, String mark) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(0, at);
    }
}
