package io.magma.text;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A byte-level BPE as {@code tokenizer.json} describes it.
 *
 * @param vocabulary ids by piece, in the byte alphabet
 * @param merges pairs of pieces, first merge first, with one space between them
 * @param addedTokens tokens found in text before anything else
 * @param addPrefixSpace whether text that starts without a space gets one
 */
record ByteLevelBpe(
        Map<String, Integer> vocabulary, List<String> merges, List<AddedToken> addedTokens, boolean addPrefixSpace) {

    /**
     * A token that is matched as it stands.
     *
     * @param content its text
     * @param id its id
     * @param special whether decoding leaves it out
     */
    record AddedToken(String content, int id, boolean special) {}

    /** The content of a {@code tokenizer.json}. */
    ObjectNode toJson() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", "1.0").putNull("truncation").putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (AddedToken token : addedTokens) {
            added.addObject()
                    .put("id", token.id())
                    .put("content", token.content())
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", token.special());
        }
        root.putNull("normalizer");
        byteLevel(root.putObject("pre_tokenizer"), addPrefixSpace);
        root.putNull("post_processor");
        byteLevel(root.putObject("decoder"), true);
        ObjectNode model = root.putObject("model").put("type", "BPE").putNull("dropout");
        model.putNull("unk_token").putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false);
        ObjectNode vocab = model.putObject("vocab");
        vocabulary.forEach(vocab::put);
        ArrayNode pairs = model.putArray("merges");
        merges.forEach(pairs::add);
        return root;
    }

    private static void byteLevel(ObjectNode node, boolean prefixSpace) {
        node.put("type", "ByteLevel").put("add_prefix_space", prefixSpace);
        node.put("trim_offsets", true).put("use_regex", true);
    }
}
