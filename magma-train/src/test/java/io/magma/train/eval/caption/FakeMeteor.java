package io.magma.train.eval.caption;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * A program that speaks METEOR's protocol and scores by lengths: an image by the words of its candidate over those of its first
 * reference, a set by their sums. Its jar says in {@code mode} how it behaves: {@code original} and {@code patched} as the two
 * METEORs do, {@code dies} and {@code chats} as programs do that are none.
 */
public final class FakeMeteor {
    private FakeMeteor() {}

    /** Makes its jar. */
    static Path jar(Path folder, String mode) throws IOException {
        Path jar = folder.resolve(mode + ".jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeMeteor.class.getName());
        String name = FakeMeteor.class.getName().replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream code = Objects.requireNonNull(FakeMeteor.class.getResourceAsStream("FakeMeteor.class"))) {
            out.putNextEntry(new JarEntry(name));
            out.write(code.readAllBytes());
            out.putNextEntry(new JarEntry("mode"));
            out.write(mode.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    /** Answers until the input ends. */
    public static void main(String[] args) throws IOException {
        String mode;
        try (InputStream in = Objects.requireNonNull(FakeMeteor.class.getResourceAsStream("/mode"))) {
            mode = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (mode.equals("dies")
                || !Arrays.asList(args).equals(Arrays.asList("-", "-", "-stdio", "-l", "en", "-norm"))) {
            System.err.println("no table of paraphrases");
            return;
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] parts = line.split(" \\|\\|\\| ", -1);
            if (mode.equals("chats")) {
                out.println("hello there");
            } else if (parts[0].equals("SCORE")) {
                out.println(words(parts[parts.length - 1]) + ".0 " + words(parts[1]) + ".0");
            } else {
                evaluate(Arrays.copyOfRange(parts, 1, parts.length), mode.equals("patched"), out);
            }
        }
    }

    private static void evaluate(String[] statistics, boolean each, PrintStream out) {
        double candidates = 0;
        double references = 0;
        for (String of : statistics) {
            String[] numbers = of.split(" ", -1);
            candidates += Double.parseDouble(numbers[0]);
            references += Double.parseDouble(numbers[1]);
            if (each) {
                out.println(Double.parseDouble(numbers[0]) / Double.parseDouble(numbers[1]));
            }
        }
        out.println(candidates / references);
    }

    private static int words(String text) {
        return text.strip().split(" +", -1).length;
    }
}
