package io.magma.train.eval.benchmark;

import io.magma.train.eval.answer.GroundTruth;
import io.magma.train.eval.answer.ScoredAnswer;
import io.magma.train.eval.text.PythonText;
import io.magma.train.eval.vqa.VqaNormalizer;
import java.util.Locale;

/** When an answer is right. */
final class AnswerRules {
    private static final double ENOUGH = 3;

    private AnswerRules() {}

    /** One of the answers, both sides normalised as VQA answers. */
    static ScoredAnswer normalizedMatch(String prediction, GroundTruth truth) {
        String normalized = VqaNormalizer.normalized(prediction);
        return scored(
                normalized,
                truth.texts().stream().map(VqaNormalizer::normalized).anyMatch(normalized::equals));
    }

    /** One of the answers, character by character. */
    static ScoredAnswer exactMatch(String prediction, GroundTruth truth) {
        return scored(prediction, truth.texts().contains(prediction));
    }

    /** The label, whatever its case and the white space around it. */
    static ScoredAnswer labelMatch(String prediction, GroundTruth truth) {
        String label = PythonText.lower(PythonText.strip(prediction));
        return scored(label, truth.texts().contains(label));
    }

    /** min(1, matches / 3), character by character. */
    static ScoredAnswer thirdsOfMatches(String prediction, GroundTruth truth) {
        long matches = truth.texts().stream().filter(prediction::equals).count();
        return new ScoredAnswer(prediction, Math.min(1, matches / ENOUGH));
    }

    /** The letter of the option, alone in either case, or as a capital with a full stop before whatever follows. */
    static ScoredAnswer letter(String prediction, GroundTruth truth) {
        String said = PythonText.strip(prediction);
        boolean leads = said.length() > 1 && said.charAt(0) >= 'A' && said.charAt(0) <= 'Z' && said.charAt(1) == '.';
        String letter = leads ? said.substring(0, 1) : said.toUpperCase(Locale.ROOT);
        return scored(letter, truth.texts().contains(letter));
    }

    /** The letter of an option: 0 is A. */
    static String letterOf(int option) {
        return String.valueOf((char) ('A' + option));
    }

    private static ScoredAnswer scored(String normalized, boolean right) {
        return new ScoredAnswer(normalized, right ? 1 : 0);
    }
}
