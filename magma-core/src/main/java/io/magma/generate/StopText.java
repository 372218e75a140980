package io.magma.generate;

import java.util.List;

/** Text that grows piece by piece until a stop text appears; pieces that may begin a stop text are held back. */
final class StopText {
    private final List<String> stops;
    private final int longest;
    private final StringBuilder text = new StringBuilder();
    private int released;
    private boolean stopped;

    StopText(List<String> stops) {
        this.stops = stops;
        this.longest = stops.stream().mapToInt(String::length).max().orElse(0);
    }

    /** Adds a piece and gives the text that no stop text can take back any more. */
    String append(String piece) {
        if (stopped) {
            return "";
        }
        int searchFrom = Math.max(0, text.length() - longest + 1);
        text.append(piece);
        int cut = stops.stream()
                .mapToInt(stop -> text.indexOf(stop, searchFrom))
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
        if (cut >= 0) {
            stopped = true;
            text.setLength(cut);
        }
        return release(stopped ? text.length() : text.length() - held());
    }

    /** Gives what is still held back; no piece follows. */
    String end() {
        return release(text.length());
    }

    /** Whether a stop text has appeared. */
    boolean stopped() {
        return stopped;
    }

    /** Everything up to now, cut before the stop text. */
    String text() {
        return text.toString();
    }

    private String release(int to) {
        String piece = text.substring(released, to);
        released = to;
        return piece;
    }

    // Longest end of the text that begins a stop text.
    private int held() {
        for (int n = Math.min(longest - 1, text.length()); n > 0; n--) {
            String tail = text.substring(text.length() - n);
            if (stops.stream().anyMatch(stop -> stop.startsWith(tail))) {
                return n;
            }
        }
        return 0;
    }
}
