package org.rudolphine.transform.mention;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoiTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.1103/PhysRevD.76.013009 | 10.1103/physrevd.76.013009",
        "doi:10.1103/PhysRevD.76.013009 | 10.1103/physrevd.76.013009",
        "DOI: 10.1007/JHEP12(2010)070 | 10.1007/jhep12(2010)070",
        "https://doi.org/10.1007/JHEP12(2010)070. | 10.1007/jhep12(2010)070",
        "http://dx.doi.org/10.1016/0031-9163(64)91136-9) | 10.1016/0031-9163(64)91136-9",
        "doi.org/10.1051/0004-6361:20010127, | 10.1051/0004-6361:20010127",
        "10.1002/(SICI)1521-3978(199901)47:1/3<5::AID-PROP5>3.0.CO;2-K"
            + " | 10.1002/(sici)1521-3978(199901)47:1/3<5::aid-prop5>3.0.co;2-k"
      })
  void doisHaveOneForm(String given, String canonical) {
    assertThat(Doi.canonical(given)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "none",
        "10.1103",
        "10.12/x",
        "10.1103/",
        "doi:",
        "10.1007/JHEP12(2010",
        "1.2/x"
      })
  void whatIsNoneIsNull(String given) {
    assertThat(Doi.canonical(given)).isNull();
  }

  @Property
  void neverFailsAndKeepsItsForm(@ForAll String text) {
    String canonical = Doi.canonical("10.1234/" + text);
    assertThat(canonical == null || Doi.canonical(canonical).equals(canonical)).isTrue();
  }
}
