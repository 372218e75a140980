package io.magma.hub;

import io.magma.config.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Where the Hub is and where its files are kept, by the variables that huggingface_hub reads.
 *
 * @param endpoint base address
 * @param cache folder of all repositories
 * @param token sent to the endpoint and to no other host
 * @param offline whether nothing may be downloaded
 * @param pause time before the first retry; each further one doubles it
 * @see <a href="https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables">variables</a>
 */
public record HubSettings(URI endpoint, Path cache, Optional<String> token, boolean offline, Duration pause) {
    /** Name of the variable that forbids downloads. */
    public static final String OFFLINE = "HF_HUB_OFFLINE";

    private static final String ENDPOINT = "HF_ENDPOINT";
    private static final List<String> TRUE = List.of("1", "on", "yes", "true");

    /**
     * By {@code HF_ENDPOINT}, {@code HF_HUB_CACHE}, {@code HF_HOME}, {@code HF_TOKEN}, {@code HF_TOKEN_PATH} and
     * {@code HF_HUB_OFFLINE}: a system property of that name, else the variable of the environment.
     *
     * @throws ConfigException if one of them makes no sense
     */
    public static HubSettings current() {
        return of(
                name -> Optional.ofNullable(System.getProperty(name))
                        .or(() -> Optional.ofNullable(System.getenv(name)))
                        .orElse(""),
                Path.of(System.getProperty("user.home")));
    }

    /**
     * By given variables.
     *
     * @param variable value of a variable, or an empty text
     * @param user home folder of the user
     */
    static HubSettings of(UnaryOperator<String> variable, Path user) {
        Path home = path(variable, "HF_HOME")
                .orElseGet(() -> path(variable, "XDG_CACHE_HOME")
                        .orElse(user.resolve(".cache"))
                        .resolve("huggingface"));
        Path cache = path(variable, "HF_HUB_CACHE")
                .or(() -> path(variable, "HUGGINGFACE_HUB_CACHE"))
                .orElse(home.resolve("hub"));
        Optional<String> token = given(variable, "HF_TOKEN")
                .or(() -> tokenFile(path(variable, "HF_TOKEN_PATH").orElse(home.resolve("token"))));
        boolean offline = TRUE.contains(variable.apply(OFFLINE).strip().toLowerCase(Locale.ROOT));
        return new HubSettings(endpoint(variable), cache, token, offline, Duration.ofSeconds(1));
    }

    /** The token stays out of logs. */
    @Override
    public String toString() {
        return "HubSettings[" + endpoint + ", " + cache + (offline ? ", offline" : "") + "]";
    }

    private static URI endpoint(UnaryOperator<String> variable) {
        String text = given(variable, ENDPOINT).orElse("https://huggingface.co").replaceAll("/+$", "");
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && List.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException(ENDPOINT + ": must be an address, was '" + text + "'", e);
        }
        throw new ConfigException(ENDPOINT + ": must be an http or https address, was '" + text + "'");
    }

    private static Optional<String> given(UnaryOperator<String> variable, String name) {
        return Optional.of(variable.apply(name).strip()).filter(value -> !value.isEmpty());
    }

    private static Optional<Path> path(UnaryOperator<String> variable, String name) {
        return given(variable, name).map(Path::of).map(Path::toAbsolutePath);
    }

    private static Optional<String> tokenFile(Path file) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(file).strip()).filter(value -> !value.isEmpty());
        } catch (IOException e) {
            throw new ConfigException(file + ": the token cannot be read: " + e.getMessage(), e);
        }
    }
}
