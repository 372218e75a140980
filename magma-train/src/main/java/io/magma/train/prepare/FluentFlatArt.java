package io.magma.train.prepare;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.renderer.NullPlatformSupport;
import com.github.weisj.jsvg.view.ViewBox;
import io.magma.image.ImageDecoder;
import io.magma.image.ImageFileWriter;
import io.magma.image.resize.RasterResizer;
import io.magma.train.data.DataException;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Microsoft's Fluent emoji in flat colours: vector drawings of npm {@code @iconify-json/fluent-emoji-flat}, rasterised. */
final class FluentFlatArt implements EmojiArt {
    private static final String PACKAGE = "@iconify-json/fluent-emoji-flat/";

    /** Drawn larger and shrunk, since coverage by Java 2D alone leaves seams between adjoining shapes. */
    private static final int OVERSAMPLING = 4;

    private final JsonNode names;
    private final JsonNode icons;
    private final int viewSide;

    private FluentFlatArt(JsonNode names, JsonNode collection) {
        this.names = names;
        this.icons = collection.path("icons");
        this.viewSide = collection.path("width").asInt();
    }

    /**
     * Reads the package's list.
     *
     * @throws DataException if the package is missing or unreadable
     */
    static FluentFlatArt open(Path nodeModules) {
        return new FluentFlatArt(
                PackageJson.read(nodeModules.resolve(PACKAGE + "chars.json")),
                PackageJson.read(nodeModules.resolve(PACKAGE + "icons.json")));
    }

    @Override
    public String style() {
        return "fluent-flat";
    }

    @Override
    public Optional<PngSource> find(EmojiGlyph emoji) {
        return emoji.spellings().stream()
                .map(spelling -> names.path(spelling).asText())
                .filter(name -> icons.path(name).has("body"))
                .findFirst()
                .map(name -> () -> draw(name, icons.path(name).path("body").asText()));
    }

    private byte[] draw(String name, String body) {
        String svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\""
                + " width=\"%1$d\" height=\"%1$d\" viewBox=\"0 0 %1$d %1$d\">%2$s</svg>".formatted(viewSide, body);
        SVGDocument document = new SVGLoader()
                .load(
                        new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)),
                        null,
                        LoaderContext.createDefault());
        if (document == null) {
            throw new DataException(PACKAGE + "icons.json: " + name + ": not a drawing that can be read");
        }
        int side = SIDE * OVERSAMPLING;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            document.renderWithPlatform(NullPlatformSupport.INSTANCE, graphics, new ViewBox(0, 0, side, side));
        } finally {
            graphics.dispose();
        }
        return ImageFileWriter.png(RasterResizer.resize(ImageDecoder.of(image), SIDE, SIDE));
    }
}
