package org.rudolphine.transform.normalize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.groups.Tuple.tuple;
import static org.rudolphine.transform.normalize.CernRecords.fixture;
import static org.rudolphine.transform.normalize.CernRecords.metadata;
import static org.rudolphine.transform.normalize.CernRecords.rows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CernRelationsTest {
  private static final String RELATIONS =
      """
      "relations": [
        {"type": "isChildOf", "recid": 6024, "doi": "10.7483/opendata.cms.abcd.efgh",
         "title": "/TauPlusX/Run2012B-22Jan2013-v1/AOD", "description": "Derived from:"},
        {"type": "isChildOf", "recid": "6024"},
        {"type": "isPartOf", "doi": "https://doi.org/10.7483/OPENDATA.ATLAS.AAAA.BBBB"},
        {"type": "isChildOf", "title": "/DoubleElectron/Run2011A-v1/RAW"},
        {"type": "isChildOf"},
        {"recid": "7"}]""";

  private static List<Map<String, Object>> relations(String members) {
    return rows(fixture("\"Collision\"", members), "hep_relations").stream()
        .map(NormalizedRow::values)
        .toList();
  }

  @Test
  void everyStatementOnceByTheBestNameOfItsTarget() {
    List<Map<String, Object>> relations = relations(RELATIONS);

    assertThat(relations)
        .extracting(row -> row.get("relation"), row -> row.get("target"))
        .containsExactly(
            tuple("isChildOf", "recid:6024"),
            tuple("isPartOf", "doi:10.7483/OPENDATA.ATLAS.AAAA.BBBB"),
            tuple("isChildOf", "title:/DoubleElectron/Run2011A-v1/RAW"),
            tuple("isRelatedTo", "recid:7"));
    assertThat(relations.get(0))
        .contains(
            entry("target_record_id", "6024"),
            entry("target_doi", "10.7483/OPENDATA.CMS.ABCD.EFGH"),
            entry("description", "Derived from:"),
            entry("field", "relations"),
            entry("record_type", "Dataset"));
    assertThat(metadata(RELATIONS)).containsEntry("parents", List.of("6024"));
  }

  @Test
  void linksToUseWithAndPileup() {
    String members =
        """
        "use_with": {"links": [{"recid": "12350"}, {"url": "https://lab.example/lesson#setup"}]},
        "usage": {"links": [{"url": "/record/80502", "description": "Manual"}, {"url": ""}]},
        "pileup": {"description": "none", "links": [{"recid": "36", "title": "/MinBias/X/GEN-SIM"}]}""";

    assertThat(relations(members))
        .extracting(
            row -> row.get("relation"),
            row -> row.get("target"),
            row -> row.get("target_record_id"),
            row -> row.get("field"))
        .containsExactly(
            tuple("use_with", "recid:12350", "12350", "use_with.links"),
            tuple("use_with", "url:https://lab.example/lesson", null, "use_with.links"),
            tuple("usage", "url:https://opendata.cern.ch/record/80502", "80502", "usage.links"),
            tuple("pileup", "recid:36", "36", "pileup.links"));
    assertThat(metadata(members)).containsEntry("pileup_records", List.of("36"));
  }

  @ParameterizedTest
  @CsvSource({
    "http://OpenData.atlas.cern/, https://opendata.atlas.cern",
    "https://lab.example/a/#part, https://lab.example/a",
    "https://lab.example/a?b=C#d, https://lab.example/a?b=C",
    "/docs/cms, https://opendata.cern.ch/docs/cms",
    "http://www.opendata.cern.ch/record/1, https://opendata.cern.ch/record/1",
    "mailto:nobody, mailto:nobody",
    "'https://lab.example/a b', https://lab.example/a%20b",
    "https://lab.example/%zz, https://lab.example/%zz"
  })
  void addressesOfTheSamePageCompareEqual(String given, String address) {
    assertThat(CernRelations.address(given)).isEqualTo(address);
  }
}
