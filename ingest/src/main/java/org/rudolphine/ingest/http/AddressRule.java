package org.rudolphine.ingest.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.rudolphine.ingest.SourceSettings;

/**
 * Which addresses one source may ask: its base-url's host and port, and the hosts of {@code
 * allowed-hosts} at any port. Behind an https base-url every http link is raised to https; no
 * answer can lead from https down to http.
 */
final class AddressRule {
  private static final int LONGEST_URI = 16_384;
  private static final String LEGAL_IN_URI =
      "-._~:/?#[]@!$&'()*+,;=%0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final Pattern ADDRESS_LITERAL =
      Pattern.compile("\\[[0-9A-Fa-f:.]+(%.*)?]|\\d{1,3}(\\.\\d{1,3}){3}");
  private static final List<String> PRIVATE_SUFFIXES =
      List.of(".localhost", ".local", ".internal", ".home.arpa");

  private final String source;
  private final URI base;
  private final Set<String> allowedHosts;

  private AddressRule(String source, URI base, Set<String> allowedHosts) {
    this.source = source;
    this.base = base;
    this.allowedHosts = allowedHosts;
  }

  /**
   * The rule that the settings state.
   *
   * @throws IllegalArgumentException naming the setting when the base-url is not a plain http or
   *     https address
   */
  static AddressRule of(SourceSettings settings) {
    String setting = "sources." + settings.id() + ".base-url";
    URI base;
    try {
      base = settings.baseUrl();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting + " is not a URL: " + e.getMessage(), e);
    }
    boolean plain =
        isHttp(base)
            && base.getHost() != null
            && base.getRawUserInfo() == null
            && base.getRawQuery() == null
            && base.getRawFragment() == null;
    if (!plain) {
      throw new IllegalArgumentException(
          "%s must be http(s)://host[:port][/path] without user, query or fragment, and is '%s'"
              .formatted(setting, Shown.uri(base)));
    }
    Set<String> hosts =
        settings.allowedHosts().stream()
            .map(host -> host.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    return new AddressRule(settings.id(), base, hosts);
  }

  /** Whether the base-url is surely not a provider on the open internet. No name is looked up. */
  boolean basedOnPrivateHost() {
    return isPrivate(base.getHost());
  }

  String baseHost() {
    return base.getHost();
  }

  /** The address to ask for a link, raised to https where that is the rule. */
  URI admit(URI link) throws RefusedAddress {
    if (!isHttp(link) || link.getHost() == null) {
      throw refused(link, "is no absolute http or https address");
    }
    if (link.getRawUserInfo() != null) {
      throw refused(link, "carries user information; credentials never belong into an address");
    }
    if (link.toString().length() > LONGEST_URI) {
      throw refused(link, "is longer than " + LONGEST_URI + " characters");
    }
    URI address = withoutFragment(secured(link));
    if (!allows(address)) {
      throw refused(
          address,
          ("is at host '%s', which is neither the base-url's (%s) nor in sources.%s.allowed-hosts;"
                  + " add the host there if it is the provider's")
              .formatted(authority(address), authority(base), source));
    }
    return address;
  }

  /** The address that a redirect leads to. */
  URI admitRedirect(URI from, String location) throws RefusedAddress {
    URI target;
    try {
      target = from.resolve(new URI(escaped(location.strip())));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw refused(from, "redirects to '" + Shown.uri(location) + "', which is no address");
    }
    URI address = admit(target);
    if (isHttps(from) && !isHttps(address)) {
      throw refused(address, "is where " + Shown.uri(from) + " redirects to, from https to http");
    }
    return address;
  }

  /** Whether both addresses are served by one host; its http and https default ports are one. */
  static boolean sameHost(URI one, URI other) {
    return authority(one).equals(authority(other));
  }

  private boolean allows(URI address) {
    return sameHost(address, base)
        || allowedHosts.contains(address.getHost().toLowerCase(Locale.ROOT));
  }

  private URI secured(URI link) {
    if (!isHttps(base) || isHttps(link)) {
      return link;
    }
    String authority = link.getPort() == 80 ? link.getHost() : link.getRawAuthority();
    String rest = link.getRawPath() == null ? "" : link.getRawPath();
    String query = link.getRawQuery() == null ? "" : "?" + link.getRawQuery();
    return URI.create("https://" + authority + rest + query);
  }

  private RefusedAddress refused(URI uri, String why) {
    return new RefusedAddress(
        uri, "Source %s: not asked: %s %s".formatted(source, Shown.uri(uri), why));
  }

  private static URI withoutFragment(URI uri) {
    String text = uri.toString();
    int fragment = text.indexOf('#');
    return fragment < 0 ? uri : URI.create(text.substring(0, fragment));
  }

  private static String authority(URI uri) {
    String host = uri.getHost().toLowerCase(Locale.ROOT);
    int standard = isHttps(uri) ? 443 : 80;
    boolean plain = uri.getPort() == -1 || uri.getPort() == standard;
    return plain ? host : host + ":" + uri.getPort();
  }

  private static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private static boolean isHttp(URI uri) {
    return isHttps(uri) || "http".equalsIgnoreCase(uri.getScheme());
  }

  /**
   * Servers write blanks, bars and raw UTF-8 into Location; browsers escape them, so do we. The JDK
   * hands header bytes over as Latin-1 characters, which gives the bytes back.
   */
  private static String escaped(String location) {
    StringBuilder legal = new StringBuilder();
    for (byte b : location.getBytes(StandardCharsets.ISO_8859_1)) {
      if (LEGAL_IN_URI.indexOf((char) b) >= 0) {
        legal.append((char) b);
      } else {
        legal.append('%').append("%02X".formatted(b & 0xff));
      }
    }
    return legal.toString();
  }

  private static boolean isPrivate(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (!ADDRESS_LITERAL.matcher(name).matches()) {
      return name.indexOf('.') < 0 || PRIVATE_SUFFIXES.stream().anyMatch(name::endsWith);
    }
    try {
      InetAddress address = InetAddress.getByName(name); // a literal: nothing is looked up
      return address.isLoopbackAddress()
          || address.isSiteLocalAddress()
          || address.isLinkLocalAddress()
          || isUniqueLocal(address);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** RFC 4193: fc00::/7, which Java does not count as site local. */
  private static boolean isUniqueLocal(InetAddress address) {
    return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
  }
}
