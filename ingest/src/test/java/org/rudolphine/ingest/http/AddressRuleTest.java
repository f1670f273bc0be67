package org.rudolphine.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rudolphine.ingest.SourceSettings;

class AddressRuleTest {
  private static AddressRule rule(String baseUrl, String... allowedHosts) {
    Map<String, Serializable> values =
        Map.of("base-url", baseUrl, "allowed-hosts", new ArrayList<>(List.of(allowedHosts)));
    return AddressRule.of(new SourceSettings("gwosc", values));
  }

  private static final AddressRule HTTPS =
      rule("https://gwosc.org/api", "Zenodo.org", "www.gw-openscience.org");
  private static final AddressRule HTTP = rule("http://127.0.0.1:8080", "mirror.lan");

  @ParameterizedTest
  @CsvSource({
    "https://gwosc.org/x, https://gwosc.org/x",
    "https://GWOSC.org:443/x?a=b%20c, https://GWOSC.org:443/x?a=b%20c",
    "http://gwosc.org/api/v2?page=2, https://gwosc.org/api/v2?page=2",
    "http://gwosc.org:80/x, https://gwosc.org/x",
    "HTTP://gwosc.org, https://gwosc.org",
    "http://www.gw-openscience.org/e#frag, https://www.gw-openscience.org/e",
    "https://zenodo.org:8443/x, https://zenodo.org:8443/x"
  })
  void linksBehindAnHttpsBaseAreRaisedToHttps(String link, String asked) throws IOException {
    assertThat(HTTPS.admit(URI.create(link))).isEqualTo(URI.create(asked));
  }

  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:8080/x, http://127.0.0.1:8080/x",
    "http://mirror.lan/x, http://mirror.lan/x",
    "https://mirror.lan/x, https://mirror.lan/x"
  })
  void linksBehindAnHttpBaseStayAsGiven(String link, String asked) throws IOException {
    assertThat(HTTP.admit(URI.create(link))).isEqualTo(URI.create(asked));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/x",
        "https://gwosc.org.evil.example/x",
        "https://evil-gwosc.org/x",
        "https://sub.gwosc.org/x",
        "https://gwosc.org:8443/x",
        "https://127.0.0.1/x"
      })
  void otherHostsAreRefusedByNameAndSetting(String link) {
    assertThatThrownBy(() -> HTTPS.admit(URI.create(link)))
        .isInstanceOf(RefusedAddress.class)
        .hasMessageContaining("sources.gwosc.allowed-hosts")
        .hasMessageContaining(URI.create(link).getHost());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://gwosc.org/x",
        "file:///etc/passwd",
        "jar:https://gwosc.org/x!/y",
        "/relative",
        "https:///x",
        "mailto:a@gwosc.org"
      })
  void onlyAbsoluteHttpIsAsked(String link) {
    assertThatThrownBy(() -> HTTPS.admit(URI.create(link))).isInstanceOf(RefusedAddress.class);
  }

  @Test
  void credentialsInAnAddressAreRefusedAndNotRepeated() {
    assertThatThrownBy(() -> HTTPS.admit(URI.create("https://me:s3cret@gwosc.org/x")))
        .isInstanceOf(RefusedAddress.class)
        .message()
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "/b?c=d, https://gwosc.org/b?c=d",
    "b, https://gwosc.org/a/b",
    "?page=2, https://gwosc.org/a/?page=2",
    "//zenodo.org/b, https://zenodo.org/b",
    "http://gwosc.org/b, https://gwosc.org/b",
    "/a b|c, https://gwosc.org/a%20b%7Cc",
    "/a%20b, https://gwosc.org/a%20b",
    "/\u00c3\u00a9, https://gwosc.org/%C3%A9"
  })
  void redirectIsReadAsBrowsersDo(String location, String asked) throws IOException {
    assertThat(HTTPS.admitRedirect(URI.create("https://gwosc.org/a/"), location))
        .isEqualTo(URI.create(asked));
  }

  @Test
  void redirectNeverLeadsFromHttpsToHttp() {
    assertThatThrownBy(
            () -> HTTP.admitRedirect(URI.create("https://mirror.lan/a"), "http://mirror.lan/b"))
        .isInstanceOf(RefusedAddress.class)
        .hasMessageContaining("from https to http");
  }

  @Property
  void redirectLeadsToAnAllowedHostOrNowhere(@ForAll String location) {
    for (String text : List.of(location, "//" + location, "http://" + location, "/" + location)) {
      try {
        URI asked = HTTPS.admitRedirect(URI.create("https://gwosc.org/a"), text);
        assertThat(asked.getScheme()).isEqualTo("https");
        assertThat(Set.of("gwosc.org", "zenodo.org", "www.gw-openscience.org"))
            .contains(asked.getHost().toLowerCase(Locale.ROOT));
      } catch (RefusedAddress refused) {
        assertThat(refused).hasMessageContaining("gwosc");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gwosc.org", "https:gwosc.org", "ftp://gwosc.org", "https://u@gwosc.org",
        "https://gwosc.org?x", "https://gwosc.org#x", "https:// gwosc.org", ""
      })
  void baseThatIsNoAddressIsRefusedByName(String baseUrl) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule(baseUrl))
        .withMessageContaining("sources.gwosc.base-url");
  }

  // Ranges: RFC 1918, RFC 3927, RFC 4193, RFC 4291; names: RFC 6761, RFC 6762, RFC 8375.
  @ParameterizedTest
  @CsvSource({
    "http://127.0.0.1:1, true", "http://localhost, true", "http://[::1]:8080, true",
    "http://10.1.2.3, true", "http://192.168.0.9, true", "http://172.31.0.1, true",
    "http://169.254.1.1, true", "http://[fd12::1], true", "http://[fe80::1], true",
    "http://sample-server:8080, true", "http://mirror.local, true", "http://a.home.arpa, true",
    "http://172.32.0.1, false", "http://8.8.8.8, false", "https://gwosc.org, false",
    "http://[2001:db8::1], false", "http://localhost.example.org, false"
  })
  void privateHostsAreKnownWithoutAskingAnyone(String baseUrl, boolean isPrivate) {
    assertThat(rule(baseUrl).basedOnPrivateHost()).isEqualTo(isPrivate);
  }
}
