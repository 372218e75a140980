package io.magma.train.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures in tar shards, as {@link WebDatasetSample} describes them.
 *
 * <p>The headers are scanned once; files are then read by byte range in any order.
 *
 * @see <a href="https://github.com/webdataset/webdataset">WebDataset</a>
 */
final class WebDatasetShards implements AnnotatedImages {

    private static final Logger logger = LoggerFactory.getLogger(WebDatasetShards.class);

    private final List<WebDatasetSample> samples;

    private WebDatasetShards(List<WebDatasetSample> samples) {
        this.samples = samples;
    }

    /**
     * Scans the shards.
     *
     * @param path a folder of {@code *.tar}, one shard, or a pattern such as {@code train-{000000..000012}.tar}
     * @throws DataException if there is no shard or one cannot be read
     */
    static WebDatasetShards open(Path path) {
        List<WebDatasetSample> samples = new ArrayList<>();
        for (Path shard : ShardNames.files(path)) {
            addSamples(shard, samples);
        }
        return new WebDatasetShards(List.copyOf(samples));
    }

    private static void addSamples(Path shard, List<WebDatasetSample> samples) {
        Map<String, Map<String, ImageBytes>> parts = new LinkedHashMap<>();
        for (FileBytes file : TarIndex.read(shard)) {
            FileBytes named = new FileBytes(shard + "!" + file.name(), shard, file.offset(), file.length());
            WebDatasetSample.split(file.name())
                    .ifPresent(name -> parts.computeIfAbsent(name.key(), key -> new LinkedHashMap<>())
                            .put(name.extension(), named));
        }
        int before = samples.size();
        parts.forEach((key, files) -> WebDatasetSample.of(key, files).ifPresent(samples::add));
        int incomplete = parts.size() - (samples.size() - before);
        if (incomplete > 0) {
            logger.warn("{}: {} of {} keys lack a picture or a text and are left out", shard, incomplete, parts.size());
        }
    }

    @Override
    public int size() {
        return samples.size();
    }

    @Override
    public String id(int index) {
        return samples.get(index).key();
    }

    @Override
    public ImageBytes image(int index) {
        return samples.get(index).image();
    }

    @Override
    public List<String> captions(int index) {
        return samples.get(index).captions();
    }

    @Override
    public List<QuestionAnswers> questions(int index) {
        return samples.get(index).questions();
    }

    @Override
    public Optional<String> metadata(int index, String key) {
        return samples.get(index).metadata(key);
    }
}
