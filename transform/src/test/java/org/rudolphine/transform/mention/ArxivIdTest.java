package org.rudolphine.transform.mention;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArxivIdTest {

  @ParameterizedTest
  @CsvSource({
    "0704.0001, 0704.0001",
    "oai:arXiv.org:1602.03837, 1602.03837",
    "OAI:arxiv.org:1602.03837v12, 1602.03837",
    "1412.9999, 1412.9999",
    "math.GT/0309136, math/0309136",
    "math/0309136v2, math/0309136",
    "oai:arXiv.org:hep-th/9901001, hep-th/9901001",
    "cond-mat.mtrl-sci/9912345, cond-mat/9912345",
    "acc-phys/9411001, acc-phys/9411001",
    "hep-th/9108028, hep-th/9108028",
    "gr-qc/0703099, gr-qc/0703099"
  })
  void identifiersHaveOneForm(String given, String canonical) {
    assertThat(ArxivId.canonical(given)).isEqualTo(canonical);
    assertThat(ArxivId.canonical(canonical)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1613.00001", // month
        "1600.00001",
        "1501.0001", // five digits from 1501
        "1412.00001", // four before
        "0703.0001", // the new scheme began in April 2007
        "1602.00000",
        "704.0001",
        "hep-th/0704001", // the old scheme ended in March 2007
        "hep-th/9913001",
        "hep-th/9106001", // the first papers are of July 1991
        "hep-th/990100",
        "cs.AI/99010011",
        "no-archive/9901001",
        "10.1103/9901001",
        "line:17",
        "unreadable:3/12",
        ""
      })
  void whatIsNoneIsNull(String given) {
    assertThat(ArxivId.canonical(given)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "hep-th, physics",
    "astro-ph, physics",
    "nlin, physics",
    "chao-dyn, physics",
    "alg-geom, math",
    "cmp-lg, cs",
    "cs, cs",
    "q-bio, q-bio",
    "q-fin, q-fin",
    "stat, stat",
    "eess, eess",
    "econ, econ"
  })
  void archivesHaveGroups(String archive, String group) {
    assertThat(ArxivId.group(archive)).isEqualTo(group);
  }

  @Property
  void neverFails(@ForAll String text) {
    String canonical = ArxivId.canonical(text);
    assertThat(canonical == null || ArxivId.canonical(canonical).equals(canonical)).isTrue();
  }
}
