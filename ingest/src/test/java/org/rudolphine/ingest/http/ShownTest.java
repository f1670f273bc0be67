package org.rudolphine.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownTest {
  @ParameterizedTest
  @CsvSource({
    "https://h/p?token=abc, https://h/p?token=***",
    "https://h/p?a=1&API_KEY=abc&b=2, https://h/p?a=1&API_KEY=***&b=2",
    "https://h/p?apikey=a&key=b&access_token=c, https://h/p?apikey=***&key=***&access_token=***",
    "https://h/p?X-Amz-Signature=ab%20c&x=1, https://h/p?X-Amz-Signature=***&x=1",
    "https://me:pw@h/p, https://***@h/p",
    "https://h/oai?verb=ListRecords&resumptionToken=t1, https://h/oai?verb=ListRecords&resumptionToken=t1",
    "https://h/p?monkey=1, https://h/p?monkey=1"
  })
  void secretsAreMaskedAndNothingElse(String uri, String shown) {
    assertThat(Shown.uri(uri)).isEqualTo(shown);
  }

  @Property
  void secretNeverShows(@ForAll @AlphaChars @StringLength(min = 12, max = 40) String secret) {
    assertThat(Shown.uri("https://h/p?q=1&token=" + secret + "&z=2")).doesNotContain(secret);
  }

  @Property
  void excerptIsOneShortLineWithoutControlCharacters(@ForAll String body) {
    assertThat(Shown.excerpt(body))
        .hasSizeLessThanOrEqualTo(203)
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @Test
  void excerptIsTheFirst200Characters() {
    assertThat(Shown.excerpt("a\tb\u0000\r\n" + "c".repeat(500)))
        .isEqualTo("a b " + "c".repeat(196) + "...");
  }
}
