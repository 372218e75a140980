package io.magma.generate;

/** Writes each id as a number and a blank. */
final class NumberPieces implements TextPieces {
    @Override
    public String next(int token) {
        return token + " ";
    }

    @Override
    public String end() {
        return "";
    }
}
