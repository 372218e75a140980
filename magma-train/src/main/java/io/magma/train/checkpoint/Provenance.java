package io.magma.train.checkpoint;

import ai.djl.engine.Engine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * What made a checkpoint.
 *
 * @param version version of this framework
 * @param commit its git commit, if it runs from a checkout
 * @param java version of the Java runtime
 * @param djl version of DJL
 * @param torch version of libtorch
 * @param os name, version and architecture of the operating system
 * @param configSha256 hash of the resolved configuration
 * @param started when the process started, ISO 8601
 */
public record Provenance(
        String version,
        Optional<String> commit,
        String java,
        String djl,
        String torch,
        String os,
        String configSha256,
        String started) {

    /**
     * That of this process.
     *
     * @param config resolved configuration, as YAML
     */
    public static Provenance of(String config, Instant started) {
        return new Provenance(
                Optional.ofNullable(Provenance.class.getPackage().getImplementationVersion())
                        .orElse("development"),
                GitCommit.ofClass(Provenance.class),
                System.getProperty("java.vendor") + " " + System.getProperty("java.version"),
                Engine.getDjlVersion(),
                Engine.getEngine("PyTorch").getVersion(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Sha256.of(config.getBytes(StandardCharsets.UTF_8)),
                started.toString());
    }
}
