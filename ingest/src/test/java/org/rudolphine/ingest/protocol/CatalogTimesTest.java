package org.rudolphine.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTimesTest {

  @ParameterizedTest
  @CsvSource({
    "2025-02-18T22:39:53.721928+00:00, 2025-02-18T22:39:53.721928Z",
    "2025-01-27T19:42:35.265745-08:00, 2025-01-28T03:42:35.265745Z",
    "2025-05-14T12:00:00Z, 2025-05-14T12:00:00Z",
    "2014-07-23T17:10:24, 2014-07-23T17:10:24Z",
    "2014-07-23, 2014-07-23T00:00:00Z"
  })
  void isoTimesAreRead(String text, String expected) {
    assertThat(CatalogTimes.instant(text)).contains(Instant.parse(expected));
  }

  @Test
  void nothingIsMadeOfNothing() {
    assertThat(CatalogTimes.instant(null)).isEmpty();
    assertThat(CatalogTimes.instant("Tue Apr 23 2019")).isEmpty();
  }

  @Property
  void noTextMakesItFail(@ForAll String text) {
    assertThat(CatalogTimes.instant(text)).isNotNull();
  }
}
