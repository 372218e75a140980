package io.magma.train.metrics;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An event file of TensorBoard: {@code train/…}, {@code eval/…} and {@code data/…} for the numbers of the records, {@code
 * samples/…} for pictures with what was said about them.
 *
 * <p>Each process writes a file of its own. Its first event makes void what earlier files hold of the steps that are done again.
 */
public final class TensorBoardFile implements MetricSink {
    private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d+)\\..*");

    private final Path folder;
    private final RecordFile file;
    private final Clock clock;

    private TensorBoardFile(Path folder, RecordFile file, Clock clock) {
        this.folder = folder;
        this.file = file;
        this.clock = clock;
    }

    /**
     * Begins a file.
     *
     * @param folder of the run; pictures of records are relative to it
     * @param resumedStep steps done before
     * @param clock gives the time of events
     * @throws MetricsException if it cannot be written
     */
    public static TensorBoardFile begin(Path folder, int resumedStep, Clock clock) {
        Path file = folder;
        try {
            file = folder.resolve(name(folder, clock));
            TensorBoardFile events = new TensorBoardFile(folder, RecordFile.open(file), clock);
            events.append(TensorBoardEvents.fileVersion(events.now()));
            events.append(TensorBoardEvents.sessionStart(events.now(), resumedStep + 1L));
            return events;
        } catch (IOException e) {
            throw new MetricsException(file, "cannot open", e);
        }
    }

    // Files are read in the order of their names, so the seconds must be later than those of all files that are there.
    private static String name(Path folder, Clock clock) throws IOException {
        long seconds = clock.instant().getEpochSecond();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path there : files.toList()) {
                Matcher matcher = NAME.matcher(String.valueOf(there.getFileName()));
                if (matcher.matches()) {
                    seconds = Math.max(seconds, Long.parseLong(matcher.group(1)) + 1);
                }
            }
        }
        return String.format(
                Locale.ROOT,
                "events.out.tfevents.%010d.%s.%d.0",
                seconds,
                host(),
                ProcessHandle.current().pid());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9_-]", "-");
        } catch (UnknownHostException e) {
            return "localhost"; // part of a name that nobody reads
        }
    }

    @Override
    public void write(int step, Map<String, ?> values) {
        List<ProtoMessage> summary = new ArrayList<>();
        values.forEach((name, value) -> add(tag(name), value, summary));
        if (!summary.isEmpty()) {
            append(TensorBoardEvents.summary(now(), step, summary));
        }
    }

    private static String tag(String name) {
        if (name.equals("samples")) {
            return name;
        }
        for (String group : List.of("eval", "data")) {
            if (name.startsWith(group + "_")) {
                return group + "/" + name.substring(group.length() + 1);
            }
        }
        return "train/" + name;
    }

    private void add(String tag, Object value, List<ProtoMessage> summary) {
        if (value instanceof Number number) {
            summary.add(TensorBoardEvents.scalar(tag, number.doubleValue()));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                add(tag + "/" + i, list.get(i), summary);
            }
        } else if (value instanceof Map<?, ?> sample && sample.get("image") instanceof String image) {
            summary.add(TensorBoardEvents.image(tag, bytes(folder.resolve(image))));
            String prompt = sample.get("prompt") instanceof String p ? p + " " : "";
            summary.add(TensorBoardEvents.text(
                    tag + "/text", "**" + sample.get("truth") + "**  \n" + prompt + sample.get("text")));
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new MetricsException(file, "cannot read", e);
        }
    }

    private void append(byte[] event) {
        file.append(RecordFrame.of(event));
    }

    private double now() {
        return clock.millis() / 1e3;
    }

    @Override
    public void flush() {
        file.flush();
    }

    @Override
    public void close() {
        file.close();
    }
}
