package io.magma.train.eval.vqa;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Contractions that lost an apostrophe and get it back: each of the words below, spelt without one of its apostrophes, is
 * the word ("couldnt've" and "couldn'tve" are "couldn't've").
 *
 * <p>The words are those of the official evaluation. Its entries for words with a capital I are left out: they are looked up in
 * lower case and never found. "somebody'd", which loses the apostrophe there, does so here.
 */
final class Contractions {
    private static final String WORDS = """
            ain't aren't can't could've couldn't couldn't've didn't doesn't don't hadn't hadn't've hasn't haven't he'd he'd've
            he's how'd how'll how's isn't it'd it'd've it'll ma'am mightn't mightn't've might've mustn't must've needn't
            not've o'clock oughtn't 'ow's'at shan't she'd've should've shouldn't shouldn't've somebody'd've somebody'll
            somebody's someone'd someone'd've someone'll someone's something'd something'd've something'll that's there'd
            there'd've there're there's they'd they'd've they'll they're they've 'twas wasn't we'd've we've weren't what'll
            what're what's what've when's where'd where's where've who'd who'd've who'll who's who've why'll why're why's
            won't would've wouldn't wouldn't've y'all y'all'll y'all'd've you'd you'd've you'll you're you've
            """;

    private static final Map<String, String> BY_SPELLING = bySpelling();

    private Contractions() {}

    /** The contraction that a word in lower case stands for; the word itself if none. */
    static String restored(String word) {
        return BY_SPELLING.getOrDefault(word, word);
    }

    private static Map<String, String> bySpelling() {
        Map<String, String> words = new HashMap<>();
        Pattern.compile("\\s+").splitAsStream(WORDS.strip()).forEach(word -> {
            for (int i = word.indexOf('\''); i >= 0; i = word.indexOf('\'', i + 1)) {
                words.put(word.substring(0, i) + word.substring(i + 1), word);
            }
        });
        words.put("somebody'd", "somebodyd");
        return Map.copyOf(words);
    }
}
