package io.magma.train.loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Ctrl-C does while shutdown hooks run: nothing, in Java, as the process is ending already. Here it gets back what it does
 * without Java.
 *
 * <p>By reflection: {@code sun.misc.Signal} is exported and stays (JEP 260), but naming it is a compiler warning that cannot be
 * switched off.
 */
final class SecondInterrupt {
    private static final Logger logger = LoggerFactory.getLogger(SecondInterrupt.class);

    private SecondInterrupt() {}

    /** From now on SIGINT ends the process at once. */
    static void endsTheProcess() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance("INT"),
                            handler.getField("SIG_DFL").get(null));
        } catch (ReflectiveOperationException e) {
            logger.debug("a second interrupt is ignored, as this Java runtime has no sun.misc.Signal", e);
        }
    }
}
