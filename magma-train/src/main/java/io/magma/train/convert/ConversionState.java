package io.magma.train.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How far a conversion is, in a file of JSON lines beside its output: the plan, then a line for every picture hashed, found
 * undecodable or written. A line that was cut off is dropped and what it told is done again.
 */
final class ConversionState implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = ".conversion.jsonl";

    private final Path file;
    private final FileChannel channel;
    private final List<ContentHash> hashes = new ArrayList<>();
    private final TreeMap<Integer, String> undecodable = new TreeMap<>();
    private int written;
    private int shard;
    private ConversionTotals totals = ConversionTotals.NONE;

    private ConversionState(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens the state of a conversion, or begins one.
     *
     * @param plan what decides the result
     * @throws ConfigException if the folder holds something else, another conversion, or one that is running
     */
    static ConversionState open(Path output, Map<String, ?> plan) throws IOException {
        Files.createDirectories(output);
        Path file = output.resolve(FILE);
        if (!Files.exists(file) && !isEmpty(output)) {
            throw new ConfigException(
                    output + ": is not empty and no conversion was begun there; choose another folder");
        }
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            if (!isLocked(channel)) {
                throw new ConfigException(output + ": another conversion is writing there");
            }
            ConversionState state = new ConversionState(file, channel);
            state.restore(output, JSON.readTree(JSON.writeValueAsBytes(plan)));
            return state;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this very process
        }
    }

    private void restore(Path output, JsonNode plan) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int end = 0;
        boolean first = true;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                JsonNode line = JSON.readTree(bytes, end, at - end);
                if (first && !line.equals(plan)) {
                    throw new ConfigException(
                            output + ": holds an unfinished conversion with other options or of other "
                                    + "data; repeat it as it was begun, or choose another folder");
                }
                if (!first) {
                    take(line);
                }
                first = false;
                end = at + 1;
            }
        }
        channel.truncate(end);
        channel.position(end);
        // found beyond what was written, they are found again
        undecodable.tailMap(written).clear();
        if (first) {
            append(plan);
        }
    }

    private void take(JsonNode line) {
        if (line.has("written")) {
            written = line.path("written").intValue();
            shard = line.path("shard").intValue();
            totals = JSON.convertValue(line.path("totals"), ConversionTotals.class);
        } else if (line.has("undecodable")) {
            undecodable.put(
                    line.path("undecodable").intValue(), line.path("reason").asText());
        } else {
            hashes.add(new ContentHash(
                    line.path("sha256").asText(),
                    line.path("problem").asText(),
                    line.path("reason").asText()));
        }
    }

    /** Hashes of the first pictures of the data set. */
    List<ContentHash> hashes() {
        return hashes;
    }

    /** Reasons by the number of the distinct picture, below {@link #written} and those added since. */
    Map<Integer, String> undecodable() {
        return undecodable;
    }

    /** Number of the first distinct picture that is not in place. */
    int written() {
        return written;
    }

    /** Number of the first shard to write. */
    int shard() {
        return shard;
    }

    /** What is in place. */
    ConversionTotals totals() {
        return totals;
    }

    /** Keeps the hash of the next picture of the data set. */
    void add(ContentHash hash) {
        hashes.add(hash);
        append(
                hash.isUsable()
                        ? Map.of("sha256", hash.sha256())
                        : Map.of("problem", hash.problem(), "reason", hash.reason()));
    }

    /** Keeps that a distinct picture cannot be decoded. */
    void addUndecodable(int number, String reason) {
        undecodable.put(number, reason);
        append(Map.of("undecodable", number, "reason", reason));
    }

    /** Keeps what is in place. */
    void addWritten(int number, int nextShard, ConversionTotals sum) {
        written = number;
        shard = nextShard;
        totals = sum;
        append(Map.of("written", number, "shard", nextShard, "totals", sum));
    }

    private void append(Object line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written", e);
        }
    }

    /** Removes the state: the conversion is finished. */
    void delete() throws IOException {
        channel.close();
        Files.delete(file);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
