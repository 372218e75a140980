package io.magma.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.magma.config.ConfigException;
import io.magma.config.StreamingConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one stream says to a server: who it is, how patient it is, and over which connection. */
final class HttpShardStreamTest {

    private static final Optional<AccessToken> TOKEN = Optional.of(new AccessToken("secret"));

    @TempDir
    private Path folder;

    private byte[] bytes;

    @BeforeEach
    void write() throws IOException {
        bytes = new byte[5000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        Files.write(folder.resolve("a.tar"), bytes);
    }

    private static byte[] read(String url, Optional<AccessToken> token) throws IOException {
        HttpAccess access = new HttpAccess(2, 5000, new Backoff(1, 1), new Traffic(), token);
        try (InputStream in = HttpShard.of(url, access).open(0)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void waitsAsLongAsTheServerAsks(int status) throws IOException {
        try (ShardServer server = new ShardServer(folder)) {
            server.misbehave((exchange, number, rest) -> {
                if (number == 1) {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                    exchange.sendResponseHeaders(status, -1);
                }
                return number == 1;
            });

            long began = System.nanoTime();
            assertThat(read(server.url("a.tar"), Optional.empty())).isEqualTo(bytes);
            assertThat(System.nanoTime() - began).isGreaterThan(1_000_000_000L);
        }
    }

    @Test
    void otherStatusesAreAskedAgainAtOnesOwnPace() throws IOException {
        try (ShardServer server = new ShardServer(folder)) {
            server.misbehave((exchange, number, rest) -> {
                if (number == 1) {
                    exchange.getResponseHeaders().set("Retry-After", "100");
                    exchange.sendResponseHeaders(500, -1);
                }
                return number == 1;
            });

            assertThat(read(server.url("a.tar"), Optional.empty())).isEqualTo(bytes);
        }
    }

    @Test
    void theTokenGoesToTheOwnHostWithEveryRequest() throws IOException {
        try (ShardServer server = new ShardServer(folder)) {
            server.misbehave((exchange, number, rest) -> number == 1 && server.sendPart(exchange, rest, 2000, false));

            assertThat(read(server.url("a.tar"), TOKEN)).isEqualTo(bytes);
            assertThat(server.authorizations).containsExactly("Bearer secret", "Bearer secret");
            assertThat(read(server.url("a.tar"), Optional.empty())).isEqualTo(bytes);
            assertThat(server.authorizations).endsWith("none");
        }
    }

    @Test
    void aRedirectToAnotherHostDoesNotCarryItAlong() throws IOException {
        try (ShardServer front = new ShardServer(folder);
                ShardServer other = new ShardServer(folder)) {
            front.misbehave((exchange, number, rest) -> {
                exchange.getResponseHeaders().set("Location", number == 1 ? "/a.tar" : other.url("a.tar"));
                exchange.sendResponseHeaders(307, -1);
                return true;
            });

            assertThat(read(front.url("a.tar"), TOKEN)).isEqualTo(bytes);
            assertThat(front.authorizations).containsExactly("Bearer secret", "Bearer secret");
            assertThat(other.authorizations).containsExactly("none");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void deniedAccessIsNotAskedForAgain(int status) throws IOException {
        try (ShardServer server = new ShardServer(folder)) {
            server.misbehave((exchange, number, rest) -> {
                exchange.sendResponseHeaders(status, -1);
                return true;
            });
            String url = server.url("a.tar");

            assertThatThrownBy(() -> read(url, Optional.empty()))
                    .isInstanceOf(DataException.class)
                    .hasMessage(url + ": HTTP " + status + ", access denied; no token_env is configured");
            assertThatThrownBy(() -> read(url, TOKEN))
                    .hasMessage(url + ": HTTP " + status + ", access denied; the token does not suffice");
            assertThat(server.requests).hasSize(2);
        }
    }

    @Test
    void theTokenIsTakenFromTheEnvironmentAndNeverPrinted() {
        StreamingConfig config = new StreamingConfig(1, 0, 1, Optional.of("SHARDS"));
        HttpAccess access = HttpAccess.of(config, new Traffic(), Map.of("SHARDS", " secret\n"));

        assertThat(access.token()).isEqualTo(TOKEN);
        assertThat(access.toString()).doesNotContain("secret");
        assertThatThrownBy(() -> HttpAccess.of(config, new Traffic(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage("streaming.token_env: the environment variable SHARDS is not set");
        assertThatThrownBy(() -> HttpAccess.of(config, new Traffic(), Map.of("SHARDS", "se\r\ncret")))
                .isInstanceOf(ConfigException.class)
                .hasMessage("streaming.token_env: the environment variable SHARDS holds characters that no token has");
    }

    @Test
    void readsOverTlsFromAServerThatIsTrusted() throws Exception {
        SSLContext keys = selfSigned();
        SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
        try (ShardServer server = ShardServer.encrypted(folder, keys)) {
            String url = server.url("a.tar");
            assertThat(url).startsWith("https://");
            assertThatThrownBy(() -> read(url, TOKEN))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("given up after 2 retries")
                    .hasMessageContaining("unable to find valid certification path")
                    .hasMessageNotContaining("\n");
            assertThat(server.requests).isEmpty();

            HttpsURLConnection.setDefaultSSLSocketFactory(keys.getSocketFactory());
            server.misbehave((exchange, number, rest) -> number == 1 && server.sendPart(exchange, rest, 2000, false));
            assertThat(read(url, TOKEN)).isEqualTo(bytes);
            assertThat(server.requests)
                    .containsExactly(new ShardServer.Request("a.tar", 0), new ShardServer.Request("a.tar", 2000));
            assertThat(server.authorizations).containsOnly("Bearer secret");
        } finally {
            HttpsURLConnection.setDefaultSSLSocketFactory(before);
        }
    }

    @Test
    void aRedirectFromHttpsToHttpIsRefused() throws Exception {
        SSLContext keys = selfSigned();
        SSLSocketFactory before = HttpsURLConnection.getDefaultSSLSocketFactory();
        HttpsURLConnection.setDefaultSSLSocketFactory(keys.getSocketFactory());
        try (ShardServer server = ShardServer.encrypted(folder, keys);
                ShardServer plain = new ShardServer(folder)) {
            server.misbehave((exchange, number, rest) -> {
                exchange.getResponseHeaders().set("Location", plain.url("a.tar"));
                exchange.sendResponseHeaders(302, -1);
                return true;
            });

            assertThatThrownBy(() -> read(server.url("a.tar"), TOKEN))
                    .isInstanceOf(DataException.class)
                    .hasMessageEndingWith("a.tar: is redirected to a http address");
            assertThat(plain.requests).isEmpty();
        } finally {
            HttpsURLConnection.setDefaultSSLSocketFactory(before);
        }
    }

    /** Keys and trust of a certificate for 127.0.0.1 that the JDK's keytool makes. */
    private SSLContext selfSigned() throws IOException, InterruptedException, GeneralSecurityException {
        Path store = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        char[] password = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance(store.toFile(), password);
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", keys.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
