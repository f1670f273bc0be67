package org.rudolphine.transform.normalize;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses and DOIs as GWOSC has written them over the years, in the form of today. */
final class GwoscLinks {
  private static final String HOME = "https://gwosc.org";
  private static final Set<String> OLD_HOSTS =
      Set.of("losc.ligo.org", "www.gw-openscience.org", "gw-openscience.org", "www.gwosc.org");
  private static final Pattern DOI =
      Pattern.compile("(?i)(?:https?://(?:dx\\.|www\\.)?doi\\.org/|doi:\\s*)?(10\\.\\d{4,9}/\\S+)");
  private static final Pattern BROWSABLE = Pattern.compile("(?<=[?&])format=api(&|$)");

  private GwoscLinks() {}

  /** The DOI in lower case without resolver, when the text is one. */
  static Optional<String> doi(String text) {
    Matcher matcher = DOI.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  /**
   * The absolute address: relative ones are the provider's, its old hosts become today's, and the
   * parameter that asks for the human-readable page goes. Empty when it is no http address.
   */
  static Optional<String> url(String text) {
    String stripped = text.strip();
    String absolute = stripped.startsWith("/") ? HOME + stripped : stripped;
    try {
      URI uri = new URI(absolute);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
        return Optional.empty();
      }
      String host = uri.getHost().toLowerCase(Locale.ROOT);
      boolean provider = host.equals("gwosc.org") || OLD_HOSTS.contains(host);
      return Optional.of(withoutBrowsableFormat(provider ? atHome(uri) : absolute));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String atHome(URI uri) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return HOME + uri.getRawPath() + query;
  }

  private static String withoutBrowsableFormat(String url) {
    String kept = BROWSABLE.matcher(url).replaceAll("");
    return kept.endsWith("?") || kept.endsWith("&") ? kept.substring(0, kept.length() - 1) : kept;
  }
}
