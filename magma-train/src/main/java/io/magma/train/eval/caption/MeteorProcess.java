package io.magma.train.eval.caption;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A running METEOR 1.5 that reads lines and answers with lines: {@code SCORE ||| reference ||| ... ||| candidate} with
 * statistics, {@code EVAL ||| statistics ||| ...} with scores.
 */
final class MeteorProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedWriter in;
    private final BufferedReader out;
    private final CompletableFuture<String> lastError;

    /**
     * Starts it.
     *
     * @param name what messages call it
     * @throws MeteorException if there is no such program
     */
    MeteorProcess(String name, List<String> command) {
        this.name = name;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new MeteorException(name + ": cannot be started with " + command.get(0) + ": " + e.getMessage(), e);
        }
        in = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        out = reader(process.getInputStream());
        lastError = CompletableFuture.supplyAsync(() -> lastLine(reader(process.getErrorStream())));
    }

    /** Says a line and gives the line that is answered. */
    String ask(String line) {
        try {
            in.write(line);
            in.newLine();
            in.flush();
            String answer = out.readLine();
            if (answer == null) {
                throw ended();
            }
            return answer;
        } catch (IOException e) {
            throw ended();
        }
    }

    /** Says lines, ends the input, and gives all lines that are answered. */
    List<String> askLast(List<String> lines) {
        // Read beside the writing: both pipes are short, and who only writes may wait for the other for ever.
        CompletableFuture<List<String>> answers = CompletableFuture.supplyAsync(() -> allLines(out));
        try (in) {
            for (String line : lines) {
                in.write(line);
                in.newLine();
            }
        } catch (IOException e) {
            throw ended();
        }
        return answers.join();
    }

    /** Ends it, whatever it is doing. */
    @Override
    public void close() {
        process.destroy();
    }

    private MeteorException ended() {
        process.destroy();
        String said;
        try {
            said = lastError.join();
        } catch (CompletionException e) {
            said = String.valueOf(e.getMessage());
        }
        return new MeteorException(
                name + ": ended before it had answered" + (said.isEmpty() ? "" : "; it said: " + said));
    }

    private static BufferedReader reader(InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    private static List<String> allLines(BufferedReader reader) {
        return new ArrayList<>(reader.lines().filter(line -> !line.isBlank()).toList());
    }

    private static String lastLine(BufferedReader reader) {
        return reader.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line.strip());
    }
}
