package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GwoscLinksTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://doi.org/10.7935/82H3-HH23",
        "http://dx.doi.org/10.7935/82H3-HH23",
        "doi:10.7935/82H3-HH23",
        " 10.7935/82h3-hh23 "
      })
  void doisLoseResolverAndCase(String text) {
    assertThat(GwoscLinks.doi(text)).contains("10.7935/82h3-hh23");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/GWTC-5.0/", "https://gwosc.org/GWTC-1/", "10.7935/", "11.7935/a"})
  void otherTextsAreNoDois(String text) {
    assertThat(GwoscLinks.doi(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/GWTC-5.0/, https://gwosc.org/GWTC-5.0/",
    "https://www.gw-openscience.org/a?b=c, https://gwosc.org/a?b=c",
    "http://losc.ligo.org/a, https://gwosc.org/a",
    "http://gwosc.org/a?format=api, https://gwosc.org/a",
    "https://gwosc.org/a?format=api&page=2, https://gwosc.org/a?page=2",
    "https://gwosc.org/a?page=2&format=api, https://gwosc.org/a?page=2",
    "https://dcc.ligo.org/x?y=1, https://dcc.ligo.org/x?y=1",
    "http://dx.doi.org/10.7935/K5MW2F23, http://dx.doi.org/10.7935/K5MW2F23"
  })
  void addressesTakeTodaysForm(String text, String expected) {
    assertThat(GwoscLinks.url(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "file:///etc/passwd", "see paper", "ftp://a/b"})
  void otherTextsAreNoAddresses(String text) {
    assertThat(GwoscLinks.url(text)).isEmpty();
  }
}
