package io.magma.train.prepare;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.DataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captions and questions about emoji, from npm packages.
 *
 * <p>Needs {@code emoji-datasource-google} and {@code emoji-datasource-twitter} 16.0.0 (art), {@code
 * cldr-annotations-full} and {@code cldr-annotations-derived-full} 48.2.0 (English names and keywords); for two more styles
 * {@code @iconify-json/fluent-emoji-flat} 1.2.6 and {@code @lobehub/fluent-emoji-3d} 1.1.0.
 */
public final class EmojiDataset {

    private static final Logger logger = LoggerFactory.getLogger(EmojiDataset.class);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_SHARD_BYTES = 20_000_000;

    private EmojiDataset() {}

    /**
     * Writes WebDataset shards {@code OUT/{train,train_fluent,val_style,val_concept}/SPLIT-000000.tar}.
     *
     * <p>A sample is {@code KEY.png}, 64 by 64 with alpha (but for Fluent's, the package's own bytes), and {@code KEY.json} with {@code captions},
     * {@code questions} ({@code prompt}, {@code answer}, {@code type}) and {@code metadata}. Samples lie in the order of a
     * hash of their key, so that neighbours have nothing in common.
     *
     * @param nodeModules the folder that holds the npm packages
     * @param fluent whether to write {@code train_fluent}, pictures of training concepts in Fluent's flat and 3D styles
     * @param out where to write; existing shards are replaced
     * @throws DataException if a package is missing or unreadable
     * @throws IOException if writing fails
     */
    public static void prepare(Path nodeModules, boolean fluent, Path out) throws IOException {
        List<EmojiPicture> pictures = EmojiPackages.read(nodeModules, fluent);
        if (pictures.isEmpty()) {
            throw new DataException(nodeModules + ": no emoji pictures found");
        }
        for (EmojiPicture.Split split : EmojiPicture.Split.values()) {
            List<EmojiPicture> of =
                    pictures.stream().filter(p -> p.split() == split).toList();
            if (fluent || split != EmojiPicture.Split.TRAIN_FLUENT) {
                write(of, split.folder(), out);
            }
        }
    }

    private static void write(List<EmojiPicture> split, String name, Path out) throws IOException {
        Map<String, List<Question>> questions = EmojiQuestions.of(split);
        List<EmojiPicture> ordered = split.stream()
                .sorted(Comparator.comparingDouble((EmojiPicture p) -> HashFraction.of("o" + p.id()))
                        .thenComparing(EmojiPicture::id))
                .toList();
        try (TarShards shards = new TarShards(out.resolve(name), name, MAX_SHARD_BYTES)) {
            for (EmojiPicture picture : ordered) {
                Map<String, byte[]> parts = new LinkedHashMap<>();
                parts.put("png", picture.png().read());
                parts.put("json", json(picture, questions.getOrDefault(picture.id(), List.of())));
                shards.write(picture.id(), parts);
            }
        }
        int asked = questions.values().stream().mapToInt(List::size).sum();
        logger.info("{}: {} pictures, {} questions", name, split.size(), asked);
    }

    private static byte[] json(EmojiPicture picture, List<Question> questions) throws IOException {
        Map<String, Object> sample = new LinkedHashMap<>();
        sample.put("captions", List.of(picture.name()));
        sample.put("questions", questions);
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("category", picture.category());
        metadata.put("subcategory", picture.subcategory());
        metadata.put("concept", picture.concept());
        metadata.put("style", picture.style());
        sample.put("metadata", metadata);
        return JSON.writeValueAsBytes(sample);
    }
}
