package io.magma.train.data;

import io.magma.config.Location;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * A shard on a server.
 *
 * @param uri its address
 * @param access how it is read
 */
record HttpShard(URI uri, HttpAccess access) implements Shard {

    /**
     * Parses an address.
     *
     * @throws DataException if it is malformed
     */
    static HttpShard of(String url, HttpAccess access) {
        try {
            URI uri = new URI(url);
            if (uri.getHost() == null) {
                throw new DataException(Location.ofUrl(url).label() + ": is an address without a host");
            }
            return new HttpShard(uri, access);
        } catch (URISyntaxException e) {
            throw new DataException(Location.ofUrl(url).label() + ": is not an address: " + e.getReason());
        }
    }

    /** {@inheritDoc} Without the query, which may hold a secret. */
    @Override
    public String name() {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port + uri.getPath();
    }

    /**
     * The token for a request, if there is one: only scheme, host and port of the shard's own address get it, so that no
     * redirect leads it elsewhere.
     */
    Optional<AccessToken> tokenFor(URI target) {
        boolean own = uri.getScheme().equalsIgnoreCase(target.getScheme())
                && uri.getHost().equalsIgnoreCase(target.getHost())
                && port(uri) == port(target);
        return own ? access.token() : Optional.empty();
    }

    private static int port(URI uri) {
        int standard = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
        return uri.getPort() < 0 ? standard : uri.getPort();
    }

    @Override
    public InputStream open(long offset) {
        return new HttpShardStream(this, offset);
    }
}
