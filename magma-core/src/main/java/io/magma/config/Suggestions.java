package io.magma.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a misspelt word was meant to be. */
final class Suggestions {
    private Suggestions() {}

    /** The known word that is nearest, if any is near. */
    static Optional<String> nearest(String word, List<String> known) {
        String lower = word.toLowerCase(Locale.ROOT).replace('-', '_');
        Optional<String> near = known.stream()
                .filter(k -> distance(k, lower) <= Math.max(1, Math.min(3, lower.length() / 3)))
                .min(Comparator.comparingInt(k -> distance(k, lower)));
        if (near.isPresent() || lower.length() < 4) {
            return near;
        }
        return known.stream()
                .filter(k -> k.contains(lower) || (k.length() >= 4 && lower.contains(k)))
                .findFirst();
    }

    /** Dotted paths below a section at which a key of this very name exists. */
    static List<String> elsewhere(String key, Class<?> root) {
        List<String> paths = new ArrayList<>();
        collect(key, root, "", paths);
        return paths;
    }

    private static void collect(String key, Class<?> type, String prefix, List<String> paths) {
        if (Types.isVariant(type)) {
            for (Class<?> variant : type.getPermittedSubclasses()) {
                collect(key, variant, prefix, paths);
            }
        } else if (type.isRecord()) {
            for (Section.Entry entry : Section.of(type).keys()) {
                String path = prefix + entry.name();
                if (entry.name().equals(key) && !paths.contains(path)) {
                    paths.add(path);
                }
                collect(key, Types.content(entry.type()), path + ".", paths);
            }
        }
    }

    /** Edits (insertions, deletions, replacements, swaps of neighbours) between two words. */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
