package io.magma.train.convert;

import io.magma.config.ConfigException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How a data set is written.
 *
 * @param output folder to write; must be absent, empty or left by the same conversion
 * @param layout what is written
 * @param maxSide longest side of a picture in pixels, larger ones are shrunk to it; empty keeps all as they are; at least 1
 * @param quality of JPEG for pictures that are encoded anew, 1 to 100
 * @param shardBytes most bytes of a tar shard; at least 1
 * @param workers threads that hash, decode and encode; at least 1
 */
public record ConversionOptions(
        Path output, Layout layout, OptionalInt maxSide, int quality, long shardBytes, int workers) {

    /** Layouts that can be written. */
    public enum Layout {
        /** {@code images/} and {@code image_data/}. */
        MAGMA,
        /** Tar shards. */
        WEBDATASET
    }

    /**
     * Checks the ranges.
     *
     * @throws ConfigException if one is left
     */
    public ConversionOptions {
        require(maxSide.isEmpty() || maxSide.getAsInt() >= 1, "--max-side must be at least 1");
        require(quality >= 1 && quality <= 100, "--quality must be 1 to 100, was " + quality);
        require(shardBytes >= 1, "--shard-mb must be at least 1");
        require(workers >= 1, "--workers must be at least 1, was " + workers);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new ConfigException(message);
        }
    }

    /** What decides the result, for the manifest. */
    Map<String, Object> json() {
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("to", layout.name().toLowerCase(Locale.ROOT));
        maxSide.ifPresent(side -> options.put("max_side", side));
        options.put("quality", quality);
        if (layout == Layout.WEBDATASET) {
            options.put("shard_bytes", shardBytes);
        }
        return options;
    }
}
