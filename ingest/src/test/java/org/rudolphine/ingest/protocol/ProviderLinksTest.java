package org.rudolphine.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderLinksTest {
  private static final List<String> OWN = List.of("gwosc.org");
  private static final URI PAGE = URI.create("https://gwosc.org/api/v2/events?page=1");

  private static ProviderLinks links(String base, String... allowed) {
    return new ProviderLinks(URI.create(base), List.of(allowed), OWN);
  }

  @ParameterizedTest
  @CsvSource({
    "https://gwosc.org, https://gwosc.org/a?page=2, https://gwosc.org/a?page=2",
    "https://gwosc.org, http://gwosc.org/a?page=2, https://gwosc.org/a?page=2",
    "https://gwosc.org, http://gwosc.org:80/a, https://gwosc.org/a",
    "http://127.0.0.1:8080, http://127.0.0.1:8080/a, http://127.0.0.1:8080/a",
    "http://127.0.0.1:8080, https://gwosc.org/a?b=c%20d, http://127.0.0.1:8080/a?b=c%20d",
    "http://127.0.0.1:8080/mirror, http://gwosc.org/a, http://127.0.0.1:8080/mirror/a",
    "http://127.0.0.1:8080/mirror, /a?page=2, http://127.0.0.1:8080/mirror/a?page=2",
    "http://127.0.0.1:8080/mirror, /mirror/a, http://127.0.0.1:8080/mirror/a",
    "https://gwosc.org, events?page=2, https://gwosc.org/api/v2/events?page=2"
  })
  void linksLeadWhereTheyShould(String base, String link, String expected) throws IOException {
    assertThat(links(base).follow(PAGE, link)).hasToString(expected);
  }

  @Test
  void allowedHostsAreFollowedAsGivenEvenWhenABaseUrlStandsIn() throws IOException {
    assertThat(links("http://127.0.0.1:8080", "gwosc.org").follow(PAGE, "http://gwosc.org/a"))
        .isEqualTo(URI.create("http://gwosc.org/a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://example.org/a", "file:///etc/passwd", "ftp://gwosc.org/a", "http://a b/"})
  void otherLinksAreRefused(String link) {
    assertThatThrownBy(() -> links("https://gwosc.org").follow(PAGE, link))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(link);
  }
}
