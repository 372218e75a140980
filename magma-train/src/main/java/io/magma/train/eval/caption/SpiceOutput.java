package io.magma.train.eval.caption;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.train.data.DataException;
import io.magma.train.json.JsonTokens;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * SPICE (Anderson et al. 2016), read from the file that the program of its authors wrote: {@code [{"image_id": 1, "scores":
 * {"All": {"f": 0.1, ...}, ...}}, ...]}. An image is scored by the F of all its tuples; one where the program gives none
 * (null) does not count. The score of a set is the mean over images.
 */
public final class SpiceOutput implements CaptionMetric {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, Double> scores;

    private SpiceOutput(Path file, Map<String, Double> scores) {
        this.file = file;
        this.scores = scores;
    }

    /**
     * Reads a file.
     *
     * @throws DataException if it is not such a list, or has an image twice
     */
    public static SpiceOutput read(Path file) {
        Map<String, Double> scores = new HashMap<>();
        JsonTokens.read(file, parser -> {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw JsonTokens.wrong(file, parser, "must be a list, as SPICE writes it");
            }
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String where = file + ":" + parser.currentTokenLocation().getLineNr();
                JsonNode row = JSON.readTree(parser);
                String image = row.path("image_id").asText();
                JsonNode f = row.path("scores").path("All").path("f");
                if (image.isEmpty() || f.isMissingNode() || !(f.isNumber() || f.isNull())) {
                    throw new DataException(where + ": must have image_id and scores.All.f, as SPICE writes them");
                }
                if (scores.put(image, f.isNull() ? Double.NaN : f.doubleValue()) != null) {
                    throw new DataException(where + ": image " + image + " is there twice");
                }
            }
        });
        return new SpiceOutput(file, scores);
    }

    /**
     * The scores of these images.
     *
     * @throws DataException if the file has none of one of them
     */
    @Override
    public List<CaptionScore> scores(List<CaptionedImage> images) {
        double[] perImage = images.stream()
                .mapToDouble(image -> Optional.ofNullable(scores.get(image.id()))
                        .orElseThrow(() -> new DataException(file + ": has no score of image " + image.id())))
                .toArray();
        return List.of(CaptionScore.mean("SPICE", perImage));
    }
}
