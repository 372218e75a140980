package io.magma.train.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pictures in tar shards: {@code KEY.png|jpg|jpeg|webp} with {@code KEY.json} ({@code captions} or {@code caption}, {@code
 * questions}) or {@code KEY.txt} (one caption) beside it.
 *
 * <p>A key ends at the first dot of the last path element. The headers are scanned once; files are then read by byte range
 * in any order.
 *
 * @see <a href="https://github.com/webdataset/webdataset">WebDataset</a>
 */
final class WebDatasetShards implements AnnotatedImages {

    private static final Logger logger = LoggerFactory.getLogger(WebDatasetShards.class);

    private static final List<String> IMAGES = List.of("png", "jpg", "jpeg", "webp");

    private record Member(String id, ImageBytes image, Optional<ImageBytes> json, Optional<ImageBytes> text) {}

    private final List<Member> members;

    private WebDatasetShards(List<Member> members) {
        this.members = members;
    }

    /**
     * Scans the shards.
     *
     * @param path a folder of {@code *.tar}, one shard, or a pattern such as {@code train-{000000..000012}.tar}
     * @throws DataException if there is no shard or one cannot be read
     */
    static WebDatasetShards open(Path path) {
        List<Member> members = new ArrayList<>();
        for (Path shard : shards(path)) {
            addMembers(shard, members);
        }
        return new WebDatasetShards(List.copyOf(members));
    }

    private static List<Path> shards(Path path) {
        if (!Files.isDirectory(path)) {
            return BracePattern.expand(path.toString()).stream().map(Path::of).toList();
        }
        try (Stream<Path> files = Files.list(path)) {
            List<Path> shards =
                    files.filter(f -> f.toString().endsWith(".tar")).sorted().toList();
            if (shards.isEmpty()) {
                throw new DataException(path + ": holds no *.tar");
            }
            return shards;
        } catch (IOException e) {
            throw new DataException(path + ": cannot be listed: " + e.getMessage(), e);
        }
    }

    private static void addMembers(Path shard, List<Member> members) {
        Map<String, Map<String, ImageBytes>> parts = new LinkedHashMap<>();
        for (ImageBytes file : TarIndex.read(shard)) {
            int dot = file.name().indexOf('.', file.name().lastIndexOf('/') + 1);
            if (dot > 0) {
                ImageBytes named = new ImageBytes(shard + "!" + file.name(), shard, file.offset(), file.length());
                parts.computeIfAbsent(file.name().substring(0, dot), key -> new LinkedHashMap<>())
                        .put(file.name().substring(dot + 1).toLowerCase(Locale.ROOT), named);
            }
        }
        int before = members.size();
        parts.forEach((key, files) -> {
            Optional<ImageBytes> image =
                    IMAGES.stream().filter(files::containsKey).findFirst().map(files::get);
            Optional<ImageBytes> json = Optional.ofNullable(files.get("json"));
            Optional<ImageBytes> text = Optional.ofNullable(files.get("txt"));
            if (image.isPresent() && (json.isPresent() || text.isPresent())) {
                members.add(new Member(key, image.get(), json, text));
            }
        });
        int incomplete = parts.size() - (members.size() - before);
        if (incomplete > 0) {
            logger.warn("{}: {} of {} keys lack a picture or a text and are left out", shard, incomplete, parts.size());
        }
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public String id(int index) {
        return members.get(index).id();
    }

    @Override
    public ImageBytes image(int index) {
        return members.get(index).image();
    }

    @Override
    public List<String> captions(int index) {
        Member member = members.get(index);
        Optional<JsonNode> json = member.json().map(WebDatasetShards::json);
        boolean inJson = json.isPresent()
                && !Annotation.texts(json.get(), "captions", "caption").isEmpty();
        if (!inJson && member.text().isPresent()) {
            return List.of(new String(member.text().get().read(), StandardCharsets.UTF_8).strip());
        }
        return Annotation.captions(json.orElseThrow(), member.image().name());
    }

    @Override
    public List<QuestionAnswers> questions(int index) {
        Optional<ImageBytes> json = members.get(index).json();
        return json.isEmpty()
                ? List.of()
                : Annotation.questions(json(json.get()), json.get().name());
    }

    private static JsonNode json(ImageBytes part) {
        return Annotation.parse(part.read(), part.name());
    }
}
