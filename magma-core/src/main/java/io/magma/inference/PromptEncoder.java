package io.magma.inference;

import io.magma.lm.LanguageModelException;
import io.magma.multimodal.ImageInput;
import io.magma.multimodal.TokenSequence;
import io.magma.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Turns prompts into token ids and pixels; needs no engine, so threads need not take turns. */
final class PromptEncoder {
    private final Tokenizer tokenizer;
    private final Optional<ImageInput> images;
    private final int tokensPerImage;
    private final int context;

    /**
     * An encoder for one model.
     *
     * @param images empty for a model without an image encoder
     * @param tokensPerImage embeddings of one picture
     * @param context most embeddings of a row
     */
    PromptEncoder(Tokenizer tokenizer, Optional<ImageInput> images, int tokensPerImage, int context) {
        this.tokenizer = tokenizer;
        this.images = images;
        this.tokensPerImage = tokensPerImage;
        this.context = context;
    }

    /** Encodes prompts and checks that each leaves room for a token. */
    EncodedPrompts encode(List<Prompt> prompts) {
        List<TokenSequence> rows = new ArrayList<>();
        List<PromptImage> pictures = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            rows.add(row(prompts.get(i), prompts.size() == 1 ? "the prompt" : "prompt " + (i + 1), pictures));
        }
        return new EncodedPrompts(rows, contents(pictures));
    }

    private TokenSequence row(Prompt prompt, String name, List<PromptImage> pictures) {
        IntStream.Builder items = IntStream.builder();
        for (Prompt.Segment segment : prompt.segments()) {
            if (segment instanceof PromptImage picture) {
                pictures.add(picture);
                items.add(TokenSequence.IMAGE);
            } else if (segment instanceof Prompt.Text text) {
                Arrays.stream(tokens(text.text())).forEach(items::add);
            }
        }
        TokenSequence row = TokenSequence.prompt(items.build().toArray());
        if (row.items().length == 0) {
            throw new IllegalArgumentException(name + " is empty: it needs a picture or a text");
        }
        if (row.length(tokensPerImage) > context) {
            throw new LanguageModelException(
                    name + " has " + row.length(tokensPerImage) + " tokens, the language model's context " + context);
        }
        return row;
    }

    /** Ids of a text on its own, without special tokens. */
    int[] tokens(String text) {
        return text.isEmpty() ? new int[0] : tokenizer.encode(text);
    }

    /**
     * What pictures hold.
     *
     * @throws io.magma.image.raster.ImageException if a file cannot be read
     */
    List<PictureContent> contents(List<PromptImage> pictures) {
        if (pictures.isEmpty()) {
            return List.of();
        }
        ImageInput input = images.orElseThrow(
                () -> new IllegalArgumentException("the prompt has a picture, but the model has no image encoder"));
        Map<PromptImage, PictureContent> read = new HashMap<>();
        return pictures.stream()
                .map(picture -> read.computeIfAbsent(picture, p -> PictureContent.of(p, input)))
                .toList();
    }

    /** Normalised pixels of pictures one after the other, 3 * R * R floats each. */
    static float[] pixels(List<PictureContent> pictures) {
        List<float[]> each = pictures.stream().map(PictureContent::pixels).toList();
        float[] all = new float[each.stream().mapToInt(p -> p.length).reduce(0, Math::addExact)];
        int at = 0;
        for (float[] own : each) {
            System.arraycopy(own, 0, all, at, own.length);
            at += own.length;
        }
        return all;
    }
}
