package io.magma.train.eval.run;

import io.magma.config.ConfigLoader;
import io.magma.train.eval.protocol.PromptPart;
import io.magma.train.eval.protocol.Protocol;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over everything that answers depend on: the model's files, the decoding, every prompt with its pictures' files. */
final class PlanHash {
    private PlanHash() {}

    static String of(
            ModelIdentity model, Protocol protocol, List<String> labels, Trial trial, List<PreparedItem> items) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, model.sha256().toString());
            add(digest, ConfigLoader.render(protocol.decoding()));
            add(digest, labels.toString());
            add(digest, trial.toString());
            for (PreparedItem item : items) {
                add(digest, item.id());
                for (PromptPart part : item.prompt()) {
                    add(digest, part.toString());
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }
}
