package io.magma.train.eval.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.magma.config.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The answers of a trial, appended to a file a process while they come. The first line of each says which plan they belong to;
 * a batch is on disk before the next is asked; a last line that was cut off is dropped. So a process that was killed goes on
 * where it was, whatever number of processes there are now.
 */
final class AnswerLog implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PLAN = "plan";

    private final Path folder;
    private final Path file;
    private final String plan;
    private final Map<String, Answer> answers = new LinkedHashMap<>();
    private Optional<FileChannel> channel = Optional.empty();

    private AnswerLog(Path folder, String name, String plan) {
        this.folder = folder;
        this.file = folder.resolve(name);
        this.plan = plan;
    }

    /**
     * Opens the log of a trial and reads what all processes have answered so far.
     *
     * @param plan hash of everything the answers depend on
     * @throws ConfigException if there are answers of another plan
     * @throws EvaluationException if a file is damaged before its end
     */
    static AnswerLog open(Path folder, String plan, int rank, int ranks) {
        String name = ranks == 1 ? "answers.jsonl" : "answers-" + rank + "-of-" + ranks + ".jsonl";
        AnswerLog log = new AnswerLog(folder, name, plan);
        try {
            Files.createDirectories(folder);
            log.readAll();
        } catch (IOException e) {
            throw new EvaluationException(folder, "cannot be made", e);
        }
        return log;
    }

    /** The answers so far, by item. */
    Map<String, Answer> answers() {
        return answers;
    }

    /** Reads again what other processes have written. */
    void readAll() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path other : files.sorted().toList()) {
                if (other.getFileName().toString().matches("answers(-\\d+-of-\\d+)?\\.jsonl")) {
                    read(other);
                }
            }
        } catch (IOException e) {
            throw new EvaluationException(file, "cannot be read", e);
        }
    }

    private void read(Path other) throws IOException {
        byte[] bytes = Files.readAllBytes(other);
        int start = 0;
        int number = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] != '\n') {
                continue;
            }
            number++;
            String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
            if (!take(other, number, line, end == bytes.length - 1)) {
                break;
            }
            start = end + 1;
        }
        if (start < bytes.length && other.equals(file)) {
            truncate(start);
        }
    }

    /** Takes a line in; whether it was whole. */
    private boolean take(Path other, int number, String line, boolean last) {
        try {
            JsonNode node = JSON.readTree(line);
            if (number == 1) {
                String theirs = node.path(PLAN).asText();
                if (!theirs.equals(plan)) {
                    throw new ConfigException(
                            other + ": holds answers to other prompts, or of another model or protocol; "
                                    + "name another --output, or remove them");
                }
            } else {
                Answer answer = JSON.treeToValue(node, Answer.class);
                answers.put(answer.id(), answer);
            }
            return true;
        } catch (JsonProcessingException e) {
            if (last) {
                return false;
            }
            throw new EvaluationException(other, "line " + number + " is damaged", e);
        }
    }

    private void truncate(long length) throws IOException {
        try (FileChannel whole = FileChannel.open(file, StandardOpenOption.WRITE)) {
            whole.truncate(length);
            whole.force(true);
        }
    }

    /** Adds answers; they are on disk when this returns. */
    void append(List<Answer> batch) {
        try {
            StringBuilder lines = new StringBuilder();
            FileChannel open = channel.isPresent() ? channel.get() : begin(lines);
            for (Answer answer : batch) {
                lines.append(JSON.writeValueAsString(answer)).append('\n');
                answers.put(answer.id(), answer);
            }
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                open.write(bytes);
            }
            open.force(false);
        } catch (IOException e) {
            throw new EvaluationException(file, "cannot be written", e);
        }
    }

    private FileChannel begin(StringBuilder lines) throws IOException {
        FileChannel opened = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        channel = Optional.of(opened);
        if (opened.size() == 0) {
            lines.append(JSON.writeValueAsString(Map.of(PLAN, plan))).append('\n');
        }
        return opened;
    }

    @Override
    public void close() {
        try {
            if (channel.isPresent()) {
                channel.get().close();
            }
        } catch (IOException e) {
            throw new EvaluationException(file, "cannot be closed", e);
        }
    }
}
