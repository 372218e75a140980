package io.magma.cli;

import java.util.Map;

/** Settings that the tensor engine reads once, when it starts. */
final class EngineSettings {
    private static final Map<String, String> DEFAULTS = Map.of(
            // No downloads and no usage statistics.
            "ai.djl.offline", "true",
            // The profiling executor would re-specialise the operators during the first calls.
            "ai.djl.pytorch.graph_optimizer", "false",
            "java.awt.headless", "true");

    private EngineSettings() {}

    /** Sets what the user has not set. */
    static void apply() {
        DEFAULTS.forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        });
    }
}
