package io.magma.train.eval.caption;

import io.magma.train.eval.text.PythonText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * METEOR (Denkowski and Lavie 2014), computed by the program METEOR 1.5 of its authors, which the user has.
 *
 * <p>It is asked for the statistics of every image, then for the score of each and of all, which is made of the summed
 * statistics. The program that comes with coco-caption answers a question for several scores with each of them and the one of
 * all, the original with the one of all only; both are understood.
 */
public final class Meteor implements CaptionMetric {
    private static final String SEPARATOR = " ||| ";
    private static final Pattern BREAKS = Pattern.compile("\\R");

    private final String name;
    private final List<String> command;

    /**
     * A program that speaks the protocol.
     *
     * @param name what messages call it
     * @param command program and arguments
     */
    public Meteor(String name, List<String> command) {
        this.name = name;
        this.command = List.copyOf(command);
    }

    /** METEOR's jar file, run by the Java that runs this, with the arguments that coco-caption gives. */
    public static Meteor ofJar(Path jar) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new Meteor(
                jar.toString(),
                List.of(java, "-Xmx2G", "-jar", jar.toString(), "-", "-", "-stdio", "-l", "en", "-norm"));
    }

    /**
     * Runs the program once.
     *
     * @throws MeteorException if it cannot be started, ends early or answers something else
     */
    @Override
    public List<CaptionScore> scores(List<CaptionedImage> images) {
        try (MeteorProcess meteor = new MeteorProcess(name, command)) {
            List<String> statistics = new ArrayList<>();
            for (CaptionedImage image : images) {
                statistics.add(statistics(meteor.ask(question(image)), image.id()));
            }
            List<String> last = new ArrayList<>();
            statistics.forEach(of -> last.add("EVAL" + SEPARATOR + of));
            last.add("EVAL" + SEPARATOR + String.join(SEPARATOR, statistics));
            double[] answers = meteor.askLast(last).stream()
                    .mapToDouble(line -> number(line, "EVAL"))
                    .toArray();
            return List.of(score(answers, images.size()));
        }
    }

    private CaptionScore score(double[] answers, int images) {
        // One answer a question, or two a question of one image and one more than images for the last.
        boolean each = answers.length == 2 * images + images + 1;
        if (!each && answers.length != images + 1) {
            throw new MeteorException(name + ": gave " + answers.length + " scores of " + images + " images");
        }
        double[] perImage = each ? Arrays.copyOfRange(answers, 2 * images, 3 * images) : Arrays.copyOf(answers, images);
        return CaptionScore.external("METEOR", answers[answers.length - 1], perImage);
    }

    private static String question(CaptionedImage image) {
        List<String> parts = new ArrayList<>(List.of("SCORE"));
        image.references().forEach(reference -> parts.add(plain(reference)));
        parts.add(plain(image.candidate()));
        return String.join(SEPARATOR, parts);
    }

    // A caption must not look like the protocol.
    private static String plain(String text) {
        return BREAKS.matcher(text.replace("|||", "").replace("  ", " ")).replaceAll(" ");
    }

    private String statistics(String answer, String image) {
        List<String> numbers = PythonText.split(answer);
        if (numbers.size() < 2) {
            throw unexpected(answer, "SCORE of image " + image + ", expected statistics");
        }
        numbers.forEach(number -> number(number, "SCORE of image " + image));
        return String.join(" ", numbers);
    }

    private double number(String text, String question) {
        try {
            double value = Double.parseDouble(text.strip());
            if (Double.isFinite(value)) {
                return value;
            }
            throw unexpected(text, question + ", expected a finite number");
        } catch (NumberFormatException e) {
            throw unexpected(text, question + ", expected a number");
        }
    }

    private MeteorException unexpected(String answer, String question) {
        String shown = answer.length() > 60 ? answer.substring(0, 60) + "..." : answer;
        return new MeteorException(name + ": answered '" + shown + "' to " + question);
    }
}
