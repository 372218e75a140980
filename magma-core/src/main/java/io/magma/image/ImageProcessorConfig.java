package io.magma.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.magma.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Hugging Face's {@code preprocessor_config.json} says of a CLIP image processor.
 *
 * @param resolution side of the square picture in pixels
 * @param mean of red, green and blue in 0 to 1
 * @param std of red, green and blue, greater than 0
 */
public record ImageProcessorConfig(int resolution, List<Double> mean, List<Double> std) {
    /** The file's usual name. */
    public static final String FILE_NAME = "preprocessor_config.json";

    private static final int BICUBIC = 3;
    private static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);
    private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
    private static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** Checks the ranges. */
    public ImageProcessorConfig {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (resolution < 1
                || mean.size() != 3
                || std.size() != 3
                || std.stream().anyMatch(s -> !(s > 0))) {
            throw new ConfigException(
                    "an image processor has a resolution of at least 1, 3 means and 3 deviations greater"
                            + " than 0, was " + resolution + ", " + mean + " and " + std);
        }
    }

    /**
     * The processor of OpenAI's CLIP models.
     *
     * @param resolution side of the square picture in pixels
     * @return the configuration
     */
    public static ImageProcessorConfig clip(int resolution) {
        return new ImageProcessorConfig(resolution, CLIP_MEAN, CLIP_STD);
    }

    /**
     * The means and deviations of ImageNet, with which timm's models were trained.
     *
     * @param resolution side of the square picture in pixels
     * @return the configuration
     */
    public static ImageProcessorConfig imageNet(int resolution) {
        return new ImageProcessorConfig(resolution, IMAGENET_MEAN, IMAGENET_STD);
    }

    /**
     * Pixels in 0 to 1 as they are.
     *
     * @param resolution side of the square picture in pixels
     * @return the configuration
     */
    public static ImageProcessorConfig unnormalised(int resolution) {
        return new ImageProcessorConfig(resolution, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));
    }

    /**
     * Reads a file.
     *
     * @param file the JSON file, with the old or the new form of {@code size}
     * @return the configuration
     * @throws ConfigException if the file is unreadable, or asks for other steps than a bicubic resize of the short side, a
     *     centre crop of the same size and a normalisation
     */
    public static ImageProcessorConfig read(Path file) {
        JsonNode json;
        try {
            json = JSON.readTree(Files.readString(file));
        } catch (IOException e) {
            throw new ConfigException(file + ": not a readable image processor file: " + e.getMessage(), e);
        }
        requireStep(file, json.path("resample").asInt(BICUBIC) == BICUBIC, "resample: only bicubic (3) is supported");
        for (String step : List.of("do_resize", "do_center_crop", "do_normalize", "do_rescale")) {
            requireStep(file, json.path(step).asBoolean(true), step + ": only true is supported");
        }
        int size = side(file, json, "size");
        int crop = json.has("crop_size") ? side(file, json, "crop_size") : size;
        requireStep(
                file, size == crop, "size and crop_size: only equal ones are supported, were " + size + " and " + crop);
        try {
            return new ImageProcessorConfig(
                    size, numbers(json.path("image_mean"), CLIP_MEAN), numbers(json.path("image_std"), CLIP_STD));
        } catch (ConfigException e) {
            throw new ConfigException(file + ": " + e.getMessage(), e);
        }
    }

    private static void requireStep(Path file, boolean met, String problem) {
        if (!met) {
            throw new ConfigException(file + ": " + problem);
        }
    }

    private static int side(Path file, JsonNode json, String key) {
        JsonNode node = json.path(key);
        if (node.isInt()) {
            return node.intValue();
        }
        int side = node.path("shortest_edge").asInt(node.path("height").asInt(0));
        boolean square = !node.has("width") || node.path("width").asInt() == side;
        requireStep(file, side > 0 && square, key + ": expected a number, shortest_edge, or equal height and width");
        return side;
    }

    private static List<Double> numbers(JsonNode node, List<Double> fallback) {
        if (node.isMissingNode()) {
            return fallback;
        }
        List<Double> numbers = new ArrayList<>();
        node.forEach(n -> numbers.add(n.asDouble(Double.NaN)));
        return numbers;
    }

    /**
     * Writes a file that {@link #read} and Hugging Face's {@code CLIPImageProcessor} read.
     *
     * @param file to write or replace
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.putObject("crop_size").put("height", resolution).put("width", resolution);
        json.put("do_center_crop", true);
        json.put("do_convert_rgb", true);
        json.put("do_normalize", true);
        json.put("do_rescale", true);
        json.put("do_resize", true);
        ArrayNode means = json.putArray("image_mean");
        mean.forEach(means::add);
        json.put("image_processor_type", "CLIPImageProcessor");
        ArrayNode deviations = json.putArray("image_std");
        std.forEach(deviations::add);
        json.put("resample", BICUBIC);
        json.put("rescale_factor", 1 / 255.0);
        json.putObject("size").put("shortest_edge", resolution);
        Files.writeString(file, JSON.writeValueAsString(json) + "\n");
    }

    /**
     * The preprocessor for these numbers.
     *
     * @param background put behind transparent pictures; empty drops the opacity as PIL does
     * @return the preprocessor
     */
    public ClipPreprocessor preprocessor(Optional<Background> background) {
        return new ClipPreprocessor(resolution, floats(mean), floats(std), background);
    }

    private static float[] floats(List<Double> values) {
        float[] out = new float[values.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = values.get(i).floatValue();
        }
        return out;
    }
}
