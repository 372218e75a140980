package io.magma.inference;

import io.magma.generate.PromptEmbeddings;
import io.magma.multimodal.TokenSequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Prompts as a model reads them.
 *
 * @param rows token ids and places of pictures
 * @param pictures of all rows in order
 */
record EncodedPrompts(List<TokenSequence> rows, List<PictureContent> pictures) {
    /**
     * The same position by position, as {@link PromptEmbeddings} takes them.
     *
     * @param rows positions of each prompt
     * @param pictures of all rows, each content once; its index is its number
     */
    record Positions(List<int[]> rows, List<PictureContent> pictures) {}

    /** Numbers the pictures so that equal ones have one number. */
    Positions positions(int perPicture) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        List<PictureContent> distinct = new ArrayList<>();
        int[] ofPlace = new int[pictures.size()];
        for (int i = 0; i < ofPlace.length; i++) {
            PictureContent picture = pictures.get(i);
            ofPlace[i] = numbers.computeIfAbsent(picture.key(), k -> {
                distinct.add(picture);
                return distinct.size() - 1;
            });
        }
        List<int[]> result = new ArrayList<>();
        int place = 0;
        for (TokenSequence row : rows) {
            IntStream.Builder positions = IntStream.builder();
            for (int item : row.items()) {
                if (item == TokenSequence.IMAGE) {
                    int picture = ofPlace[place++];
                    for (int k = 0; k < perPicture; k++) {
                        positions.add(PromptEmbeddings.position(picture, perPicture, k));
                    }
                } else {
                    positions.add(item);
                }
            }
            result.add(positions.build().toArray());
        }
        return new Positions(result, distinct);
    }
}
