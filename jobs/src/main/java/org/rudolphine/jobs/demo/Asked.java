package org.rudolphine.jobs.demo;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One request as it reached the server.
 *
 * @param method HTTP method, upper case
 * @param path decoded path with the provider's prefix, such as {@code /gwosc/api/v2/events}
 * @param query raw query without the question mark, empty when there is none
 * @param headers first value of each header, names in lower case
 */
public record Asked(String method, String path, String query, Map<String, String> headers) {

  public Asked {
    headers = Map.copyOf(headers);
  }

  static Asked of(HttpExchange exchange) {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    URI uri = exchange.getRequestURI();
    return new Asked(
        exchange.getRequestMethod().toUpperCase(Locale.ROOT),
        uri.getPath(),
        uri.getRawQuery() == null ? "" : uri.getRawQuery(),
        headers);
  }

  /** The value of a header, whatever the case of its name. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Path and query as they stand in the request line. */
  public String target() {
    return query.isEmpty() ? path : path + "?" + query;
  }
}
