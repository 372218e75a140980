package io.magma.weights;

import ai.djl.ndarray.NDArray;
import io.magma.torch.TorchOps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Fingerprint of named tensors: equal if and only if names, order, types, shapes and every bit are. */
public final class TensorHash {
    private TensorHash() {}

    /**
     * SHA-256 over, per tensor, its name, type and shape as a line of text and its bytes as safetensors would store them.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public static String sha256(Map<String, NDArray> tensors) {
        MessageDigest digest = newDigest();
        tensors.forEach((name, tensor) -> update(digest, name, tensor));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String name, NDArray tensor) {
        String line = name.length() + ":" + name + " " + TorchOps.dtype(tensor).tag() + " " + tensor.getShape() + "\n";
        digest.update(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        try {
            TensorBytes.stream(tensor, digest::update);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
