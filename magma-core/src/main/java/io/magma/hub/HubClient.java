package io.magma.hub;

import io.magma.config.HubReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Talks to the Hub.
 *
 * <p>Redirects are followed here and not by Java's client, because the token must go to the endpoint only: large files lie on
 * other hosts, whose addresses are signed.
 */
final class HubClient {
    private static final int MOST_REDIRECTS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);

    private final HubSettings settings;
    private final HttpClient http = HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(20))
            .build();

    HubClient(HubSettings settings) {
        this.settings = settings;
    }

    /**
     * What a repository holds.
     *
     * @throws HubException if the Hub refuses, for good
     * @throws IOException if it fails, perhaps for now
     */
    HubListing listing(HubReference reference) throws IOException {
        URI address = at(
                "/api/models/" + reference.repository() + "/revision/" + escape(reference.revision()) + "?blobs=true");
        HttpResponse<InputStream> response = get(reference, address, 0);
        try (InputStream body = response.body()) {
            return HubListing.read(reference, body);
        }
    }

    /**
     * Begins to read a file; the caller closes the body.
     *
     * @param from first byte that is wanted; the status is 206 if the answer begins there, 200 if it begins at 0
     * @throws HubException if the Hub refuses, for good
     * @throws IOException if it fails, perhaps for now
     */
    HttpResponse<InputStream> open(HubReference reference, String commit, String file, long from) throws IOException {
        String path = Arrays.stream(file.split("/")).map(HubClient::escape).collect(Collectors.joining("/"));
        return get(reference, at("/" + reference.repository() + "/resolve/" + commit + "/" + path), from);
    }

    private HttpResponse<InputStream> get(HubReference reference, URI address, long from) throws IOException {
        URI at = address;
        for (int i = 0; i <= MOST_REDIRECTS; i++) {
            HttpResponse<InputStream> response = send(at, from);
            int status = response.statusCode();
            if (status == 200 || status == 206) {
                return response;
            }
            response.body().close();
            if (!REDIRECTS.contains(status)) {
                throw refusal(reference, at, response);
            }
            at = target(reference, at, response);
        }
        throw new HubException(reference + ": more than " + MOST_REDIRECTS + " redirects from " + address);
    }

    private HttpResponse<InputStream> send(URI at, long from) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(at).timeout(PATIENCE).header("User-Agent", "magma");
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        if (isEndpoint(at)) {
            settings.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("interrupted").initCause(e);
        }
    }

    private static URI target(HubReference reference, URI from, HttpResponse<?> response) {
        String location = response.headers()
                .firstValue("Location")
                .orElseThrow(() -> new HubException(reference + ": a redirect to nowhere from " + from));
        URI to;
        try {
            to = from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new HubException(reference + ": a redirect to '" + location + "'", e);
        }
        boolean downgraded = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
        if (downgraded || to.getHost() == null) {
            throw new HubException(
                    reference + ": refused a redirect from " + from.getHost() + " to '" + location + "'");
        }
        return to;
    }

    private IOException refusal(HubReference reference, URI at, HttpResponse<?> response) {
        int status = response.statusCode();
        if (PASSING.contains(status)) {
            return new IOException("status " + status + " from " + at.getHost());
        }
        String code = response.headers().firstValue("X-Error-Code").orElse("");
        throw new HubException(reference + ": " + reason(reference, at, status, code));
    }

    private String reason(HubReference reference, URI at, int status, String code) {
        String token = settings.token().isEmpty() ? "set HF_TOKEN" : "the token that was sent does not suffice";
        if (code.equals("GatedRepo")) {
            return "is gated: accept its terms at " + settings.endpoint() + "/" + reference.repository() + "; " + token;
        } else if (code.equals("RevisionNotFound")) {
            return "has no revision " + reference.revision();
        } else if (status == 401 || status == 403) {
            return "access denied (status " + status + "): it is private or gated, or there is none of this name; "
                    + token;
        } else if (status == 404) {
            return "not found at " + settings.endpoint() + " (status 404): check name and revision";
        }
        return "status " + status + " from " + at.getHost();
    }

    // The same scheme, host and port: anything else is somebody else.
    private boolean isEndpoint(URI at) {
        URI own = settings.endpoint();
        return own.getScheme().equals(at.getScheme())
                && own.getHost().equalsIgnoreCase(at.getHost())
                && port(own) == port(at);
    }

    private static int port(URI uri) {
        int standard = "https".equals(uri.getScheme()) ? 443 : 80;
        return Optional.of(uri.getPort()).filter(p -> p >= 0).orElse(standard);
    }

    private URI at(String path) {
        return URI.create(settings.endpoint() + path);
    }

    private static String escape(String word) {
        return URLEncoder.encode(word, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
