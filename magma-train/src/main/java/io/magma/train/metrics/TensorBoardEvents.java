package io.magma.train.metrics;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * TensorBoard's events, as {@code tensorflow/core/util/event.proto} and {@code tensorflow/core/framework/summary.proto} number
 * their fields.
 */
final class TensorBoardEvents {
    private static final String VERSION = "brain.Event:2";
    private static final int SESSION_START = 1;
    private static final int DT_STRING = 7;
    private static final int RGB = 3;
    private static final int PNG_WIDTH_AT = 16;

    private TensorBoardEvents() {}

    /** The first event of a file. */
    static byte[] fileVersion(double wallTime) {
        return new ProtoMessage().float64(1, wallTime).text(3, VERSION).bytes();
    }

    /** Events of {@code step} and later ones in earlier files are void from here on. */
    static byte[] sessionStart(double wallTime, long step) {
        ProtoMessage log = new ProtoMessage().integer(1, SESSION_START);
        return event(wallTime, step).message(7, log).bytes();
    }

    /** An event with a summary: a message whose field 1 is repeated. */
    static byte[] summary(double wallTime, long step, Iterable<ProtoMessage> values) {
        ProtoMessage summary = new ProtoMessage();
        values.forEach(value -> summary.message(1, value));
        return event(wallTime, step).message(5, summary).bytes();
    }

    static ProtoMessage scalar(String tag, double value) {
        return new ProtoMessage().text(1, tag).float32(2, (float) value);
    }

    /** A PNG file. */
    static ProtoMessage image(String tag, byte[] png) {
        ByteBuffer header = ByteBuffer.wrap(png);
        ProtoMessage image = new ProtoMessage()
                .integer(1, header.getInt(PNG_WIDTH_AT + Integer.BYTES))
                .integer(2, header.getInt(PNG_WIDTH_AT))
                .integer(3, RGB)
                .data(4, png);
        return new ProtoMessage().text(1, tag).message(4, image);
    }

    /** A text, which TensorBoard shows as Markdown. */
    static ProtoMessage text(String tag, String text) {
        ProtoMessage plugin = new ProtoMessage().text(1, "text");
        ProtoMessage dimension = new ProtoMessage().integer(1, 1);
        ProtoMessage tensor = new ProtoMessage()
                .integer(1, DT_STRING)
                .message(2, new ProtoMessage().message(2, dimension))
                .data(8, text.getBytes(StandardCharsets.UTF_8));
        return new ProtoMessage()
                .text(1, tag)
                .message(9, new ProtoMessage().message(1, plugin))
                .message(8, tensor);
    }

    private static ProtoMessage event(double wallTime, long step) {
        return new ProtoMessage().float64(1, wallTime).integer(2, step);
    }
}
