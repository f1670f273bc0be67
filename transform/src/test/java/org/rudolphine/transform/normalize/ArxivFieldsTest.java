package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArxivFieldsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Wed, 02 Feb 2011 07:16:03 GMT | 2011-02-02T07:16:03Z",
        "Mon, 2 Apr 2007 19:18:42 GMT | 2007-04-02T19:18:42Z",
        "2 April 2007 19:18 UT | 2007-04-02T19:18:00Z",
        "Sat, 31 Mar 2007 23:26:18 -0300 | 2007-04-01T02:26:18Z",
        "Thu, 29 Feb 1996 00:00:00 EST | 1996-02-29T05:00:00Z"
      })
  void datesAreThoseOfMail(String text, Instant expected) {
    assertThat(ArxivFields.time(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "Thu, 30 Feb 2012 00:00:00 GMT",
        "Mon, 2 Apr 07 1:1:1 GMT",
        "Mon, 2 Xyz 2007 19:18:42 GMT",
        "Mon, 2 Apr 2007",
        "Mon,",
        "Mon, 2 Apr 2007 25:00:00 GMT",
        "Mon, 2 Apr 2007 19:18:42 LMT"
      })
  void otherDatesAreNull(String text) {
    assertThat(ArxivFields.time(text)).isNull();
  }

  @Test
  void sizesAreBytes() {
    assertThat(ArxivFields.size("40kb")).isEqualTo(40_000L);
    assertThat(ArxivFields.size("0kb")).isZero();
    assertThat(ArxivFields.size("40")).isNull();
    assertThat(ArxivFields.size("-1kb")).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.1/x | | 10.1/x",
        "10.1002/andp.201000099, 10.1002/andp.201200739"
            + " | 10.1002/andp.201000099;10.1002/andp.201200739 | ",
        "10.1007/JHEP12(2010)070;10.1007/JHEP02(2011)044"
            + " | 10.1007/jhep12(2010)070;10.1007/jhep02(2011)044 | ",
        "10.1103/A 10.1103/a doi: 10.1103/B | 10.1103/a;10.1103/b | ",
        "https://doi.org/10.1103/A,doi:10.1103/B | 10.1103/a;10.1103/b | ",
        "10.1103/A, erratum: 10.1103/B | 10.1103/a;10.1103/b | erratum:"
      })
  void severalDoisStandInOneField(String given, String expected, String refused) {
    List<String> bad = new ArrayList<>();
    List<String> dois = ArxivFields.dois(given, bad);
    assertThat(String.join(";", dois)).isEqualTo(expected == null ? "" : expected);
    assertThat(String.join(";", bad)).isEqualTo(refused == null ? "" : refused);
  }

  /** A SICI holds a semicolon itself. */
  @Test
  void semicolonInsideADoiDividesNothing() {
    String sici = "10.1002/(SICI)1521-3978(199901)47:1/3<5::AID-PROP5>3.0.CO;2-K";
    assertThat(ArxivFields.dois(sici + "; 10.1103/x", new ArrayList<>()))
        .containsExactly(
            "10.1002/(sici)1521-3978(199901)47:1/3<5::aid-prop5>3.0.co;2-k", "10.1103/x");
  }

  @ParameterizedTest
  @CsvSource({
    "http://arxiv.org/licenses/nonexclusive-distrib/1.0/,"
        + " https://arxiv.org/licenses/nonexclusive-distrib/1.0/",
    "http://creativecommons.org/licenses/by/4.0, https://creativecommons.org/licenses/by/4.0/",
    "https://www.creativecommons.org/licenses/by-nc-sa/3.0/legalcode,"
        + " https://creativecommons.org/licenses/by-nc-sa/3.0/",
    "http://creativecommons.org/publicdomain/zero/1.0/,"
        + " https://creativecommons.org/publicdomain/zero/1.0/",
    "http://creativecommons.org/licenses/publicdomain/,"
        + " https://creativecommons.org/licenses/publicdomain/"
  })
  void licencesHaveOneForm(String given, String expected) {
    assertThat(ArxivFields.licence(given)).isEqualTo(expected);
    assertThat(ArxivFields.knownLicence(expected)).isTrue();
  }

  @Test
  void otherLicencesStayAndAreNotKnown() {
    assertThat(ArxivFields.licence("ask me")).isEqualTo("ask me");
    assertThat(ArxivFields.knownLicence("ask me")).isFalse();
    assertThat(ArxivFields.knownLicence("https://arxiv.org/licenses/other/1.0/")).isFalse();
  }

  @Test
  void versionsAreSortedAsNumbers() {
    ArxivPaper paper = new ArxivPaper();
    for (String number : List.of("v10", "v9", "v1", "v9", "last")) {
      paper.version(new ArxivPaper.Version(number, null, null, null));
    }
    assertThat(ArxivFields.versions(paper))
        .containsExactly(Map.of("version", 1), Map.of("version", 9), Map.of("version", 10));
    assertThat(paper.issues()).hasSize(2);
  }
}
