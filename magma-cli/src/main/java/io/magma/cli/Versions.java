package io.magma.cli;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Versions of what runs. */
public final class Versions implements IVersionProvider {
    private static final String RESOURCE = "version.properties";

    @Override
    public String[] getVersion() {
        return new String[] {
            "magma " + magma(),
            "Java " + java(),
            "DJL " + Engine.getDjlVersion(),
            "libtorch " + property("libtorch") + " (packaged)"
        };
    }

    static String magma() {
        return property("magma");
    }

    static String java() {
        return System.getProperty("java.version") + ", " + System.getProperty("java.vm.name");
    }

    private static String property(String key) {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing");
            }
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE + ": cannot be read", e);
        }
        return properties.getProperty(key, "unknown");
    }
}
