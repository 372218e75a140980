package io.magma.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** How much is logged. */
final class LogLevels {
    private LogLevels() {}

    /** Everything of this framework, and the information of what it uses. */
    static void verbose() {
        set("io.magma", Level.DEBUG);
        set("ai.djl", Level.INFO);
    }

    /** Warnings and errors only, for all processes of a run but the first. */
    static void warningsOnly() {
        set("io.magma", Level.WARN);
    }

    private static void set(String name, Level level) {
        if (LoggerFactory.getLogger(name) instanceof Logger logger) {
            logger.setLevel(level);
        }
    }
}
