package org.rudolphine.ingest.protocol;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a link inside a provider's reply leads. A link to an allowed host (the base-url's own or
 * one of {@code allowed-hosts}) is followed as given, with {@code http} upgraded to {@code https}
 * only when the base-url is {@code https}. A link to one of the provider's own hosts, met while a
 * base-url stands in for them, is put on the base-url. Any other link is refused.
 */
public final class ProviderLinks {
  private final URI base;
  private final Set<String> allowed;
  private final Set<String> own;

  /**
   * @param base the base-url without trailing slash
   * @param allowedHosts hosts that may be asked besides the base-url's
   * @param ownHosts the provider's own hosts, old ones included
   */
  public ProviderLinks(URI base, Collection<String> allowedHosts, Collection<String> ownHosts) {
    this.base = base;
    this.allowed = lowerCase(allowedHosts);
    this.allowed.add(base.getHost().toLowerCase(Locale.ROOT));
    this.own = lowerCase(ownHosts);
  }

  private static Set<String> lowerCase(Collection<String> hosts) {
    Set<String> lower = new TreeSet<>();
    hosts.forEach(host -> lower.add(host.toLowerCase(Locale.ROOT)));
    return lower;
  }

  /** A path of the provider, with query, below the base-url. */
  public URI at(String pathAndQuery) {
    return URI.create(base + pathAndQuery);
  }

  /**
   * Resolves a link.
   *
   * @param page where the reply that holds the link came from
   * @param link absolute, or relative to the provider's root or to the page
   * @throws IOException when it is no http link or leads to a host that is neither allowed nor the
   *     provider's own
   */
  public URI follow(URI page, String link) throws IOException {
    URI uri = parse(link);
    if (uri.getHost() == null && uri.getScheme() == null) {
      return link.startsWith("/") ? fromRoot(uri) : page.resolve(uri);
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      throw new IOException("Not a link to follow: " + link);
    }
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    if (allowed.contains(host)) {
      return "https".equals(base.getScheme()) && scheme.equals("http") ? overTls(uri) : uri;
    }
    if (own.contains(host)) {
      return fromRoot(uri);
    }
    throw new IOException("A link leads to a host that is not allowed: " + link);
  }

  private static URI parse(String link) throws IOException {
    try {
      return new URI(link);
    } catch (URISyntaxException e) {
      throw new IOException("A link that is no URI: " + link, e);
    }
  }

  private URI fromRoot(URI uri) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String prefix = base.getRawPath() == null ? "" : base.getRawPath();
    boolean prefixed = !prefix.isEmpty() && uri.getRawPath().startsWith(prefix + "/");
    String path = prefixed ? uri.getRawPath().substring(prefix.length()) : uri.getRawPath();
    return at(path + query);
  }

  private static URI overTls(URI uri) {
    String port = uri.getPort() == -1 || uri.getPort() == 80 ? "" : ":" + uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create("https://" + uri.getHost() + port + uri.getRawPath() + query);
  }
}
